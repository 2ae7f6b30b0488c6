import { happenedAt, isTime, pauseAfter } from './backoff';
import { change, settle, unsent, type Unsent } from './outbox';
import {
	linkOf,
	patience,
	putPhoto,
	putWords,
	serverTime,
	unreachable,
	type Fetch,
	type Outcome
} from './send';

/** What draining needs of the world, so that a test can be the world. */
export type World = {
	fetch: Fetch;
	/** This phone's clock, ms; it may be wrong. */
	now: () => number;
	/** 0 to 1. */
	chance: () => number;
};

export const thisWorld: World = {
	fetch: (path, init) => fetch(path, init),
	now: () => Date.now(),
	chance: () => Math.random()
};

/**
 * Sends what waits, oldest first, page and service worker never at once. Every request may be
 * repeated without doubling anything, so a lost answer is simply asked for again.
 * @param eager also what waits for its next try after a failure: the network came back, or the
 * resident pressed a button; never what the server asked to wait
 * Returns in how many ms there is something to do again; null: nothing waits but for the resident.
 */
export function drain(world: World = thisWorld, { eager = false } = {}): Promise<number | null> {
	return alone(async () => {
		const tried = new Set<string>();
		for (;;) {
			const item = nextOf(await unsent(), tried, world.now(), eager);
			if (!item) break;
			tried.add(item.key);
			if ((await send(world, item)) === 'stop') break;
		}
		return untilNext(await unsent(), world.now());
	});
}

/** A limit may run out within minutes, so a step says its time sooner than a report does. */
const stepWorthMs = 30_000;

const mayGo = ({ refusal, editing }: Unsent) => refusal === null && !editing;
const isDue = ({ nextAt, told }: Unsent, now: number, eager: boolean) =>
	isTime(nextAt, told, now) || (eager && !told);

function nextOf(items: Unsent[], tried: Set<string>, now: number, eager: boolean) {
	for (const item of items.filter(mayGo)) {
		const due = isDue(item, now, eager);
		if (due && !tried.has(item.key)) return item;
		if (!due && item.holds) return undefined;
	}
	return undefined;
}

function untilNext(items: Unsent[], now: number): number | null {
	let soonest: number | null = null;
	for (const { nextAt, holds } of items.filter(mayGo)) {
		const wait = Math.max(0, nextAt - now);
		soonest = Math.min(soonest ?? wait, wait);
		if (holds && wait > 0) break;
	}
	return soonest;
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
	// where there are no locks two may send at once, which wastes a request and doubles nothing
	if (typeof navigator === 'undefined' || !navigator.locks) return work();
	return navigator.locks.request('tongxing-outbox', work) as Promise<T>;
}

/** Goes on where the item stands: its words first, then photo by photo. */
async function send(world: World, first: Unsent): Promise<'on' | 'stop'> {
	let item: Unsent | undefined = first;
	if (!item.accepted) {
		const asked = item.body === null;
		const serverNow = asked ? await serverTime(world.fetch) : 0;
		if (serverNow === null) return failed(world, item, { kind: 'away', trouble: unreachable });
		// the time was asked for meanwhile, and the resident may have opened or changed it
		item = await change(item.key, (now) =>
			now.editing || (now.body === null && !asked)
				? {}
				: { body: now.body ?? bodyOf(now, world.now(), serverNow), ...busy(world) }
		);
		if (!item || item.editing || item.body === null) return 'on';
		const { body } = item;
		const { outcome, sent } = await sendWords(world, item, body);
		if (outcome.kind !== 'stored') return failed(world, item, outcome);
		const accepted = {
			link: linkOf(outcome.answer, item.form.at),
			earlier: sent !== body,
			...saidIn(outcome.answer)
		};
		const { photos: expected } = JSON.parse(sent) as { photos?: number };
		const { as } = item;
		item = await change(item.key, ({ photos }) => ({
			accepted,
			as,
			photos: photos.slice(0, expected),
			...untroubled
		}));
	}
	while (item && item.photosSent < item.photos.length) {
		const n: number = item.photosSent;
		await change(item.key, () => busy(world));
		const outcome = await putPhoto(world.fetch, item, n);
		if (outcome.kind !== 'stored') return failed(world, item, outcome);
		item = await change(item.key, () => ({ photosSent: n + 1, ...untroubled }));
	}
	if (item) await settle(item, world.now());
	return 'on';
}

const busy = ({ now }: World) => ({ busyUntil: now() + patience });
const untroubled = {
	attempts: 0,
	nextAt: 0,
	told: false,
	holds: false,
	trouble: '',
	busyUntil: 0
};

/** What the server says of it, where it says something. */
const saidIn = ({ sentence }: Record<string, unknown>) =>
	typeof sentence === 'string' ? { said: sentence } : {};

/**
 * Words that were mended after they had gone out may have arrived as they were: then those are the
 * report, under its key, and their answer is asked for.
 */
async function sendWords(
	world: World,
	item: Unsent,
	body: string
): Promise<{ outcome: Outcome; sent: string }> {
	const put = (words: string) => putWords(world.fetch, item, leaving(item, words, world.now()));
	const outcome = await put(body);
	const taken = outcome.kind === 'refused' && outcome.status === 409 && item.earlier !== null;
	if (!taken) return { outcome, sent: body };
	return { outcome: await put(item.earlier!), sent: item.earlier! };
}

/** With what the clock shows as it goes: from that the server knows how wrong the phone's is. */
function leaving({ dated }: Unsent, body: string, now: number): string {
	if (dated !== 'sentAt') return body;
	return JSON.stringify({ ...(JSON.parse(body) as object), sentAt: new Date(now).toISOString() });
}

/**
 * The fields, and for what was written a while ago when that was, by the server's clock, which was
 * asked for before anything is sent: what was sent once must stay as it was.
 */
function bodyOf(
	{ fields, photos, createdAt, dated }: Unsent,
	now: number,
	serverNow: number
): string {
	if (dated === 'sentAt' || dated === 'never') return JSON.stringify(fields);
	const occurred = happenedAt(createdAt, now, serverNow, dated && { worthMs: stepWorthMs });
	return JSON.stringify({
		...fields,
		photos: photos.length,
		...(occurred === null ? {} : { [dated ?? 'occurred_at']: new Date(occurred).toISOString() })
	});
}

async function failed(
	{ now, chance }: World,
	item: Unsent,
	outcome: Exclude<Outcome, { kind: 'stored' }>
): Promise<'on' | 'stop'> {
	const attempts = item.attempts + 1;
	if (outcome.kind === 'refused') {
		const { status, message, fields } = outcome;
		const refusal = { status, message, fields };
		// the no to an account is none to the guest as whom it was meanwhile decided to send it
		await change(item.key, ({ as }) => ({
			attempts,
			refusal: as === item.as ? refusal : null,
			trouble: '',
			busyUntil: 0
		}));
		return 'on';
	}
	const told = outcome.kind === 'wait';
	const nextAt = now() + (told ? outcome.ms : pauseAfter(attempts, chance()));
	const { trouble } = outcome;
	const holds = outcome.kind !== 'stumbled';
	await change(item.key, () => ({ attempts, nextAt, told, holds, trouble, busyUntil: 0 }));
	return holds ? 'stop' : 'on';
}

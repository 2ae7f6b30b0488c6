import { happenedAt, isTime, pauseAfter } from './backoff';
import { change, settle, unsent, type Unsent } from './outbox';
import { linkOf, putPhoto, putWords, unreachable, type Fetch, type Outcome } from './send';

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
			const now = world.now();
			const item = (await unsent()).find(
				(one) => mayGo(one) && !tried.has(one.key) && isDue(one, now, eager)
			);
			if (!item) break;
			tried.add(item.key);
			if ((await send(world, item)) === 'stop') break;
		}
		return untilNext(await unsent(), world.now());
	});
}

const mayGo = ({ refusal, editing }: Unsent) => refusal === null && !editing;
const isDue = ({ nextAt, told }: Unsent, now: number, eager: boolean) =>
	isTime(nextAt, told, now) || (eager && !told);

function untilNext(items: Unsent[], now: number): number | null {
	const waits = items.filter(mayGo).map(({ nextAt }) => Math.max(0, nextAt - now));
	return waits.length > 0 ? Math.min(...waits) : null;
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
		const body = item.body ?? (await bodyOf(world, item));
		if (body === null) return failed(world, item, { kind: 'away', trouble: unreachable });
		item = await change(item.key, ({ editing }) => (editing ? {} : { body }));
		if (!item || item.editing) return 'on';
		const outcome = await sendWords(world, item, body);
		if (outcome.kind !== 'stored') return failed(world, item, outcome);
		const accepted = { link: linkOf(outcome.answer) };
		item = await change(item.key, () => ({ accepted, ...untroubled }));
	}
	while (item && !item.editing && item.photosSent < item.photos.length) {
		const n: number = item.photosSent;
		const outcome = await putPhoto(world.fetch, item, n);
		if (outcome.kind !== 'stored') return failed(world, item, outcome);
		item = await change(item.key, () => ({ photosSent: n + 1, ...untroubled }));
	}
	if (item && !item.editing) await settle(item, world.now());
	return 'on';
}

const untroubled = { attempts: 0, nextAt: 0, told: false, trouble: '' };

/**
 * Words that were mended after they had gone out may have arrived as they were: then those are the
 * report, under its key, and their answer is asked for.
 */
async function sendWords(world: World, item: Unsent, body: string): Promise<Outcome> {
	const outcome = await putWords(world.fetch, item, body);
	const taken = outcome.kind === 'refused' && outcome.status === 409 && item.earlier !== null;
	return taken ? putWords(world.fetch, item, item.earlier!) : outcome;
}

/**
 * The fields, and for what was written a while ago when that was, by the server's clock; null when
 * the server, asked for the time, does not answer. Asked before anything is sent, since what was
 * sent once must stay as it was.
 */
async function bodyOf(world: World, { fields, photos, createdAt }: Unsent): Promise<string | null> {
	const serverNow = await serverTime(world);
	if (serverNow === null) return null;
	const occurred = happenedAt(createdAt, world.now(), serverNow);
	return JSON.stringify({
		...fields,
		photos: photos.length,
		...(occurred === null ? {} : { occurred_at: new Date(occurred).toISOString() })
	});
}

async function serverTime({ fetch }: World): Promise<number | null> {
	try {
		const answer = await fetch('/healthz', { method: 'HEAD', cache: 'no-store' });
		return Date.parse(answer.headers.get('date') ?? '') || null;
	} catch {
		return null;
	}
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
		await change(item.key, () => ({ attempts, refusal, trouble: '' }));
		return 'on';
	}
	const { trouble } = outcome;
	if (outcome.kind === 'wait') {
		const nextAt = now() + outcome.ms;
		for (const { key } of (await unsent()).filter(mayGo)) {
			await change(key, () => ({ nextAt, told: true }));
		}
		await change(item.key, () => ({ attempts, trouble }));
		return 'stop';
	}
	const nextAt = now() + pauseAfter(attempts, chance());
	await change(item.key, () => ({ attempts, nextAt, told: false, trouble }));
	return outcome.kind === 'away' ? 'stop' : 'on';
}

import type { Actor } from '../../src/lib/accounts/roles';
import { guest } from '../../src/lib/accounts/roles';
import { categories, findCategory, type Category } from '../../src/lib/reports/categories';
import { dueAt, startClock } from '../../src/lib/reports/deadlines';
import type { RejectReason } from '../../src/lib/reports/workflow';
import type { Db } from '../../src/lib/server/db';
import { responsibleUnit } from '../../src/lib/server/places/queries';
import type { PhotoStore } from '../../src/lib/server/photos/store';
import * as asking from '../../src/lib/server/reports/commands/asks';
import * as checking from '../../src/lib/server/reports/commands/checking';
import * as closing from '../../src/lib/server/reports/commands/closing';
import * as handling from '../../src/lib/server/reports/commands/handling';
import { decideOnPhoto, releaseReport } from '../../src/lib/server/reports/commands/release';
import { submitReport } from '../../src/lib/server/reports/commands/submit';
import { addReportPhoto } from '../../src/lib/server/reports/commands/photos';
import type { StoredPhoto } from '../../src/lib/server/reports/commands/photos';
import * as triage from '../../src/lib/server/reports/commands/triage';
import { caseFile, getReport } from '../../src/lib/server/reports/queries/casework';
import { sha256, type Sealing } from '../../src/lib/server/sealing';
import { dayMs, dayOf, minuteMs } from '../../src/lib/time/shanghai';
import { workCalendar } from '../../src/lib/time/calendar';
import { nextWorkTime } from '../../src/lib/time/work-time';
import type { Chance } from './chance';
import { seenByOthers } from './crowd';
import { lookLater, mayReopen, whoPasses } from './looks';
import { canAsk, type Cast } from './people';
import * as words from './words';

export type Town = {
	db: Db;
	seal: Sealing;
	storage: PhotoStore;
	cast: Cast & { secondChecker: Actor };
	random: Chance;
	/** Apart from `random`, so that who looks on changes nothing of what happens. */
	crowd: Chance;
	/** The same for what is looked at again. */
	looks: Chance;
	picture(category: string, variant: number, moment: 'before' | 'after'): Promise<StoredPhoto>;
	spot(): { lat: number; lng: number };
	/** Codes of open cases of a category, but for the one named. */
	similar(code: string, category: string): Promise<string[]>;
};

/** What happens next to a report, and when; the story ends where there is no next. */
export type Step = { at: number; act: () => Promise<Step | readonly Step[] | null> };

/** One report, its number in the demo and whoever sent it. */
export type Case = { n: number; code: string; category: Category; sender: Actor };

const calendar = workCalendar();

/** A supervisor's answer to what a unit asked. */
export const granted = {
	answer: 'grant',
	reason: '情况属实，同意。',
	publicWords: ''
} as const;

/** How often each turn of a story is taken. */
const share = {
	guest: 0.55,
	verify: 0.07,
	reject: 0.07,
	merge: 0.04,
	unreleased: 0.12,
	returned: 0.05,
	late: 0.13,
	rework: 0.12,
	suspended: 0.04,
	rated: 0.6,
	masked: 0.3
};

/** Common troubles come more often than rare ones. */
const frequent = [
	'sanitation.exposed_garbage',
	'sanitation.bin_overflow',
	'sanitation.road_dirty',
	'cityscape.street_vending',
	'cityscape.shopfront_overflow',
	'cityscape.small_ads',
	'traffic.illegal_parking',
	'traffic.nonmotor_parking',
	'facility.pavement',
	'facility.streetlight'
];

/** The life of report `n` that is noticed at `at`. */
export function story(town: Town, n: number, at: number): Step {
	const { random, cast } = town;
	const category = findCategory(
		random.happens(0.6) ? random.one(frequent) : random.one(categories).id
	)!;
	const actor = random.happens(share.guest)
		? { ...guest }
		: n % 9 === 0
			? cast.resident
			: random.one(cast.neighbours);
	return { at, act: () => submit(town, n, category, actor, at) };
}

async function submit(town: Town, n: number, category: Category, actor: Actor, at: number) {
	const { code, sender } = await enter(town, n, category, actor, at);
	const the = { n, code, category, sender };
	return then(town, at, 3, 14, (when) => decide(town, the, when));
}

/** A report comes in with its photos. */
export async function enter(
	town: Town,
	n: number,
	category: Category,
	actor: Actor,
	at: number
): Promise<{ code: string; sender: Actor }> {
	const { random, db, seal } = town;
	const key = keyOf(n, at);
	const photos = category.photoNeeded ? random.whole(1, 2) : random.whole(0, 1);
	const said = random.one(words.descriptions[category.group] ?? ['']);
	const input = {
		category: category.id,
		description: said || (photos === 0 ? '希望越来越好。' : ''),
		...town.spot(),
		accuracy_m: random.whole(5, 60),
		address: random.one(words.addresses),
		photos
	};
	const { code, claim } = await submitReport(db, seal, actor, key, input, at);
	const sender = claim ? { ...actor, claims: [sha256(claim)] } : actor;
	for (let i = 0; i < photos; i++) {
		await addReportPhoto(
			db,
			actor,
			key,
			i,
			await town.picture(category.id, n + i * 3, 'before'),
			at
		);
	}
	return { code, sender };
}

async function decide(town: Town, the: Case, at: number): Promise<Step | null> {
	const { code, category } = the;
	const { random, db, cast } = town;
	const { moderator, checker } = cast;
	if (category.kind !== 'issue') {
		await release(town, code, at);
		await triage.noteReport(db, moderator, code, { category: category.id, note: '' }, at);
		return null;
	}
	if (random.happens(share.verify)) {
		await triage.askVerification(db, moderator, code, { note: '请看看是否还在' }, at);
		return then(town, at, 10, 29, async (when) => {
			await checking.verifyReport(db, checker, code, { finding: 'exists', note: '' }, [], when);
			return then(town, when, 2, 12, (later) => accept(town, the, later));
		});
	}
	if (random.happens(share.reject)) {
		const reason: RejectReason = random.one([
			'out_of_scope',
			'unclear',
			'already_done',
			'permitted'
		]);
		await triage.rejectReport(db, moderator, code, { reason, note: '' }, at);
		return null;
	}
	return accept(town, the, at);
}

async function accept(town: Town, the: Case, at: number): Promise<Step | null> {
	const { code, category } = the;
	const { random, db, cast } = town;
	if (!random.happens(share.unreleased)) await release(town, code, at);
	if (random.happens(share.merge) && (await mergeIntoOlder(town, code, category, at))) return null;
	await triage.acceptReport(db, cast.moderator, code, { category: category.id }, at);
	return then(town, at, 2, 12, (when) => dispatch(town, the, when));
}

async function mergeIntoOlder(town: Town, code: string, category: Category, at: number) {
	const [target] = await town.similar(code, category.id);
	if (!target) return false;
	await triage.mergeReport(town.db, town.cast.moderator, code, { target }, at);
	await releaseLater(town, target, 'support', at);
	return true;
}

async function dispatch(town: Town, the: Case, at: number): Promise<Step | null> {
	const { code } = the;
	const { db, cast, random } = town;
	const report = await getReport(db, code);
	const answer = await responsibleUnit(db, report);
	const { unitId, basis, document } = answer!;
	await triage.dispatchReport(db, cast.moderator, code, { unitId, basis, document, note: '' }, at);
	return then(town, at, 5, 60, async (when) => {
		const handler = cast.handlerOf(unitId);
		if (report.state === 'filed' && random.happens(share.returned)) {
			const reason = random.one(words.returnReasons);
			await handling.returnReport(db, handler, code, { reason }, when);
			return then(town, when, 5, 15, (later) => dispatch(town, the, later));
		}
		await handling.acknowledgeReport(db, handler, code, when);
		return handle(town, the, at, when);
	});
}

async function handle(town: Town, the: Case, dispatchedAt: number, at: number): Promise<Step> {
	const { code, category } = the;
	const { random, db, cast } = town;
	const due = dueAt(startClock(category.limit!, dispatchedAt), calendar)!;
	const late = random.happens(share.late);
	const portion = late ? random.between(1.15, 1.9) : random.between(0.25, 0.92);
	const planned = Math.round(
		Math.max(at + 6 * minuteMs, dispatchedAt + (due - dispatchedAt) * portion)
	);
	const handler = cast.handlerOf((await getReport(db, code)).unitId!);
	if (random.happens(share.suspended) && canAsk(handler)) {
		const reason = random.one(words.suspendReasons);
		const until = dayOf(at + 10 * dayMs);
		const id = await asking.askSuspension(db, handler, code, { reason, until }, at);
		return then(town, at, 20, 90, async (when) => {
			await asking.decideAsk(db, cast.supervisor, { id, ...granted }, when);
			return {
				at: when + random.whole(4, 9) * dayMs,
				act: async () => {
					const resumed = when + 4 * dayMs;
					await asking.resumeReport(db, handler, code, resumed);
					return {
						at: resumed + 3 * 60 * minuteMs,
						act: () => feedBack(town, the, resumed + 3 * 60 * minuteMs, 0)
					};
				}
			};
		});
	}
	const when = category.urgent || late ? planned : nextWorkTime(calendar, planned);
	return { at: when, act: () => feedBack(town, the, when, 0) };
}

async function feedBack(town: Town, the: Case, at: number, reworked: number): Promise<Step> {
	const { n, code, category } = the;
	const { random, db, cast } = town;
	const handler = cast.handlerOf((await getReport(db, code)).unitId!);
	const note = random.one(words.outcomes);
	const after = await town.picture(category.id, n, 'after');
	await handling.feedBack(db, handler, code, { note }, [after], at);
	return then(town, at, 8, 29, async (when) => {
		const fails = reworked === 0 && random.happens(share.rework);
		if (fails) {
			const shot = await town.picture(category.id, n, 'before');
			const reason = random.one(words.reworkReasons);
			await checking.failReport(db, cast.checker, code, { reason }, [shot], when);
			return then(town, when, 40, 200, (later) => feedBack(town, the, later, reworked + 1));
		}
		const lot = () => town.looks.next();
		await checking.passReport(db, whoPasses(town), code, { note: '' }, [], when, { lot });
		await releaseLater(town, code, 'feedback', when);
		const anew = (later: number) => feedBack(town, the, later, reworked + 1);
		const look = await lookLater(town, the, when, anew);
		const next = look ? [look] : [];
		if (!random.happens(share.rated)) return next;
		const rating = when + random.whole(1, 60) * 60 * minuteMs;
		return [...next, { at: rating, act: () => rate(town, the, rating, reworked) }];
	});
}

async function rate(town: Town, the: Case, at: number, reworked: number): Promise<Step | null> {
	const { code, sender } = the;
	const { random, db, cast } = town;
	const luck = random.next();
	const score = luck < 0.7 ? 'satisfied' : luck < 0.9 ? 'fair' : 'dissatisfied';
	const reason = random.one(score === 'dissatisfied' ? words.complaints : words.thanks);
	await closing.rateReport(db, sender, code, { score, reason }, at);
	if (score !== 'dissatisfied' || random.happens(0.4)) return null;
	return then(town, at, 30, 200, async (when) => {
		if (!(await mayReopen(town, code))) return null;
		const why = { reason: '市民反映属实，请重新办理。' };
		await closing.reopenReport(db, cast.moderator, code, why, when);
		return then(town, when, 60, 300, (later) => feedBack(town, the, later, reworked + 1));
	});
}

/** The next step some minutes of office time later. */
function then(
	{ random }: Town,
	at: number,
	least: number,
	most: number,
	act: (at: number) => ReturnType<Step['act']>
): Step {
	const when = nextWorkTime(calendar, at) + random.whole(least, most) * minuteMs;
	return { at: when, act: () => act(when) };
}

export async function release(town: Town, code: string, at: number) {
	const { db, storage, cast, random } = town;
	const { report, photos } = await caseFile(db, code);
	for (const { key } of photos) {
		const masks = random.happens(share.masked) ? [{ x: 0.42, y: 0.55, w: 0.14, h: 0.1 }] : [];
		const how = masks.length > 0 ? 'masked' : 'as_is';
		await decideOnPhoto(db, storage, cast.moderator, key, { how, masks }, at);
	}
	await releaseReport(db, cast.moderator, code, { description: report.description }, at);
	if (report.kind === 'issue') await seenByOthers(town, code, at);
}

/** Photos that came after the release are looked at as well. */
async function releaseLater(
	{ db, storage, cast }: Town,
	code: string,
	which: 'feedback' | 'support',
	at: number
) {
	const { report, photos } = await caseFile(db, code);
	if (report.releasedAt === null) return;
	for (const { key, stage } of photos) {
		if (stage !== which) continue;
		await decideOnPhoto(db, storage, cast.moderator, key, { how: 'as_is', masks: [] }, at);
	}
}

/** A UUIDv7 of its own for each report, the same in each run. */
function keyOf(n: number, at: number): string {
	const time = at.toString(16).padStart(12, '0');
	const rest = n.toString(16).padStart(12, '0');
	return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${rest}`;
}

import { theSystem, type Actor } from '../../accounts/roles';
import { mayKeepSecure } from '../../accounts/policy';
import { retentionFacts, retentionNames, type RetentionClass } from '../../retention/classes';
import type { RetentionCounts } from '../../retention/forms';
import { dayMs, hourMs } from '../../time/shanghai';
import { record } from '../audit/record';
import type { Db } from '../db';
import { countOldLetters, removeOldLetters } from '../notifications/retention';
import { countOldSitePhotos, eraseOldSitePhotos } from '../posters/retention';
import { Refusal } from '../refusal';
import {
	countOldContacts,
	countOldDevices,
	countOldPhotos,
	countTakedownContacts,
	eraseOldContacts,
	eraseOldDevices,
	eraseOldPhotos,
	eraseTakedownContacts
} from '../reports/commands/retention';
import { countOldTeamPhotos, eraseOldTeamPhotos } from '../volunteering/team-photo';
import { chooseNumber, numberChosen } from '../settings/values';
import { countOldAnswers, eraseOldAnswers } from '../surveys/retention';

type Work = {
	/** What would go, of before `before`, ms. */
	count(db: Db, before: number): Promise<number>;
	run(db: Db, at: number, days: number): Promise<number>;
};

const before = (at: number, days: number) => at - days * dayMs;

const works: Record<RetentionClass, Work> = {
	photo_originals: {
		count: (db, time) => countOldPhotos(db, 'original', time),
		run: (db, at, days) => eraseOldPhotos(db, 'original', before(at, days))
	},
	public_copies: {
		count: (db, time) => countOldPhotos(db, 'released', time),
		run: (db, at, days) => eraseOldPhotos(db, 'released', before(at, days))
	},
	guest_contacts: { count: countOldContacts, run: eraseOldContacts },
	device_marks: {
		count: countOldDevices,
		run: (db, at, days) => eraseOldDevices(db, before(at, days))
	},
	takedown_contacts: { count: countTakedownContacts, run: eraseTakedownContacts },
	team_photos: {
		count: countOldTeamPhotos,
		run: (db, at, days) => eraseOldTeamPhotos(db, before(at, days))
	},
	site_photos: {
		count: countOldSitePhotos,
		run: (db, at, days) => eraseOldSitePhotos(db, before(at, days))
	},
	survey_answers: {
		count: countOldAnswers,
		run: (db, at, days) => eraseOldAnswers(db, at, before(at, days))
	},
	letters: {
		count: countOldLetters,
		run: (db, at, days) => removeOldLetters(db, before(at, days))
	}
};

const settingOf = (name: RetentionClass) => `keep_${name}`;
const boundsOf = (name: RetentionClass) => ({ ...retentionFacts(name), unit: '天' });

/** How many days each class is kept. */
export async function retentionDays(db: Db): Promise<RetentionCounts> {
	return forEach((name) => numberChosen(db, settingOf(name), boundsOf(name)));
}

export async function chooseRetention(
	db: Db,
	actor: Actor,
	{ name, value }: { name: RetentionClass; value: number },
	at: number
): Promise<void> {
	mustKeep(actor);
	await db.transaction((tx) => chooseNumber(tx, actor, settingOf(name), boundsOf(name), value, at));
}

/** What would go at `at`, by class; nothing is changed but the audit. */
export async function dryRun(db: Db, actor: Actor, at: number): Promise<RetentionCounts> {
	mustKeep(actor);
	const counts = await countDue(db, at);
	await db.transaction((tx) =>
		record(tx, actor, 'dry_run_retention', 'retention', at, { ...counts })
	);
	return counts;
}

/** How long a dry run holds. */
const holds = hourMs;

/**
 * Does what a dry run at `input.at` said.
 * @throws Refusal('conflict') when that was long ago, or it would be something else by now
 */
export async function runRetention(
	db: Db,
	actor: Actor,
	input: { at: number; seen: Record<string, number> },
	at: number
): Promise<RetentionCounts> {
	mustKeep(actor);
	if (input.at > at || at - input.at > holds) {
		throw new Refusal('conflict', '试算已经过了一小时，请再试算一次');
	}
	const due = await countDue(db, input.at);
	if (retentionNames.some((name) => due[name] !== input.seen[name])) {
		throw new Refusal('conflict', '试算以后有了变化，请再试算一次，看过再执行');
	}
	return runAll(db, actor, input.at);
}

/** The same by schedule, with nobody to look: what the classes say is due. */
export const runDueRetention = (db: Db, at: number): Promise<RetentionCounts> =>
	runAll(db, theSystem, at);

async function runAll(db: Db, actor: Actor, at: number): Promise<RetentionCounts> {
	const days = await retentionDays(db);
	const gone = await forEach((name) => works[name].run(db, at, days[name]));
	if (actor.role !== 'system' || retentionNames.some((name) => gone[name] > 0)) {
		await db.transaction((tx) => record(tx, actor, 'run_retention', 'retention', at, { ...gone }));
	}
	return gone;
}

async function countDue(db: Db, at: number): Promise<RetentionCounts> {
	const days = await retentionDays(db);
	return forEach((name) => works[name].count(db, before(at, days[name])));
}

async function forEach(work: (name: RetentionClass) => Promise<number>): Promise<RetentionCounts> {
	const counts: Partial<RetentionCounts> = {};
	for (const name of retentionNames) counts[name] = await work(name);
	return counts as RetentionCounts;
}

function mustKeep(actor: Actor): void {
	if (!mayKeepSecure(actor)) throw new Refusal('forbidden', '只有安全管理员可以管理保存期限');
}

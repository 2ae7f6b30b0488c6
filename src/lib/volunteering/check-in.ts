import { dayMs, hourMs, minuteMs } from '../time/shanghai';
import {
	actNames,
	acts,
	atTheEnd,
	type Act,
	type ActAnswer,
	type LeadAct,
	type VolunteerAct
} from './acts';
import { whyNot, type AskedShift, type Asking, type No, type Rules } from './sign-up';
import { next, type SignupState } from './signups';

/** A phone whose clock differs by less is taken at its word. */
export const driftHeard = 2_000;
/** How long what was done without a network may be on its way. */
export const oldestAct = 2 * dayMs;

/**
 * When something was done, by our clock, from what the phone says of it and of when it sent it; null
 * where that is too long ago. `driftMs`: by how much the phone's clock is ahead.
 */
export function timeOfAct(
	said: { at: number; sentAt: number },
	receivedAt: number
): { at: number; driftMs: number } | null {
	const driftMs = said.sentAt - receivedAt;
	const by = Math.abs(driftMs) > driftHeard ? driftMs : 0;
	const at = Math.min(said.at - by, receivedAt);
	return at < receivedAt - oldestAct ? null : { at, driftMs };
}

/** '手机时钟快 3 分钟，已校正'; empty where nothing was corrected. */
export function driftInWords(driftMs: number): string {
	const by = Math.abs(driftMs);
	if (by <= driftHeard) return '';
	const units = [
		[dayMs, '天'],
		[hourMs, '小时'],
		[minuteMs, '分钟'],
		[1000, '秒']
	] as const;
	const [ms, unit] = units.find(([each]) => by >= each)!;
	return `手机时钟${driftMs > 0 ? '快' : '慢'} ${Math.round(by / ms)} ${unit}，已校正`;
}

type Times = { startsAt: number; endsAt: number; calledOffAt: number | null };

/** From when until when one can check in, and until when out. */
export const hoursOf = (
	{ startsAt, endsAt }: Pick<Times, 'startsAt' | 'endsAt'>,
	rules: Rules
) => ({
	opensAt: startsAt - rules.checkInOpensMinutes * minuteMs,
	closesAt: endsAt,
	outUntil: endsAt + rules.checkOutMinutes * minuteMs
});

/** From when until when each act can be; what may still be said a day later outlives the lead's end. */
const windows: Record<Act, ['opens' | 'begins' | 'dayBefore', 'ends' | 'out' | 'dayAfter']> = {
	check_in: ['opens', 'ends'],
	here: ['opens', 'ends'],
	walk_in: ['opens', 'ends'],
	check_out: ['opens', 'out'],
	left: ['opens', 'out'],
	not_here: ['opens', 'out'],
	admit: ['opens', 'out'],
	turn_away: ['opens', 'out'],
	miss: ['begins', 'out'],
	finish: ['begins', 'out'],
	vouch: ['begins', 'dayAfter'],
	note: ['dayBefore', 'dayAfter']
};

/** Why an act cannot be at `at` by the shift's hours alone; null where it can. */
export function outOfHours(
	act: Act,
	shift: Times & { finishedAt: number | null },
	rules: Rules,
	at: number
): ActAnswer | null {
	const { startsAt, endsAt, calledOffAt, finishedAt } = shift;
	if (calledOffAt !== null) return 'called_off';
	const { opensAt, outUntil } = hoursOf(shift, rules);
	const [from, until] = windows[act];
	if (at < { opens: opensAt, begins: startsAt, dayBefore: startsAt - dayMs }[from]) {
		return from === 'begins' ? 'not_begun' : 'not_yet';
	}
	const end = { ends: endsAt, out: outUntil, dayAfter: endsAt + dayMs }[until];
	const cut = until === 'dayAfter' ? Infinity : (finishedAt ?? Infinity);
	return at > Math.min(end, cut) ? 'over' : null;
}

/** What stands against someone who comes unannounced: as for signing up, but for when that can be done. */
export const whyNotOnSite = (shift: AskedShift, asking: Asking, rules: Rules): No | null =>
	whyNot(shift, asking, { ...rules, opensDays: Math.max(1, rules.opensDays) }, shift.startsAt - 1);

export const triesAtMost = 5;
export const triesWithin = 10 * minuteMs;

export type StandingAct = { act: Act; at: number };

/** When somebody came and went, and by what it is known. */
export type Presence = {
	state: SignupState;
	checkedInAt: number | null;
	checkedInBy: 'number' | 'word' | null;
	leftAt: number | null;
	leftBy: 'number' | 'word' | null;
};

const expected: Presence = {
	state: 'confirmed',
	checkedInAt: null,
	checkedInBy: null,
	leftAt: null,
	leftBy: null
};

/** A number and its neighbours are good for so long; it was passed on once, and not again. */
const numberLasts = 90_000;

/**
 * What became of someone with a place, from all that was said of it, in whatever order it arrived: each
 * act leads on from where those before it led, by the time at which it was done. The number outweighs a
 * word, and of two alike the earlier one holds. With the shift closed, whoever is still there went home
 * unseen.
 */
export function presenceOf(standing: readonly StandingAct[], closed = false): Presence {
	let presence = expected;
	let numberAt = -Infinity;
	let barredUntil = -Infinity;
	for (const { act, at } of inOrder(standing)) {
		if (act === 'check_in') {
			if (at <= barredUntil) continue;
			numberAt = at;
		}
		if (act === 'not_here') barredUntil = numberAt + numberLasts;
		presence = act === 'turn_away' ? expected : followed(presence, act, at);
		if (act === 'finish') return presence;
	}
	return closed ? ended(presence, null) : presence;
}

const inOrder = (standing: readonly StandingAct[]) =>
	[...standing].sort((a, b) => a.at - b.at || actNames.indexOf(a.act) - actNames.indexOf(b.act));

function followed(presence: Presence, act: Act, at: number): Presence {
	if (act === 'finish') return ended(presence, at);
	const by = provenByNumber(act) ? 'number' : 'word';
	const comes = acts[act].moves === 'check_in';
	if (
		comes &&
		by === 'number' &&
		presence.state === 'checked_in' &&
		presence.checkedInBy === 'word'
	)
		return { ...presence, checkedInAt: at, checkedInBy: by };
	const { moves } = acts[act];
	const state = moves === null ? undefined : next(presence.state, moves);
	if (state === undefined) return presence;
	if (state === 'no_show') return { ...expected, state };
	if (comes) return { ...presence, state, checkedInAt: at, checkedInBy: by };
	return { ...presence, state, leftAt: at, leftBy: by };
}

function ended(presence: Presence, at: number | null): Presence {
	const action = atTheEnd[presence.state];
	const state = action && next(presence.state, action);
	if (state === undefined) return presence;
	if (state === 'no_show' || at === null) return { ...presence, state };
	return { ...presence, state, leftAt: at, leftBy: 'word' };
}

const numbered: readonly Act[] = ['check_in', 'check_out'];
const provenByNumber = (act: Act): act is VolunteerAct => numbered.includes(act);

export const samePresence = (a: Presence, b: Presence): boolean =>
	(Object.keys(expected) as (keyof Presence)[]).every((key) => a[key] === b[key]);

/** The answer to what changes nothing about someone, by where that one stands. */
export function withoutEffect(act: VolunteerAct | LeadAct, state: SignupState): ActAnswer {
	if (act === 'miss' && state !== 'no_show') return 'is_here';
	const leaves = ['check_out', 'left', 'not_here'].includes(act);
	const isExpected = state === 'confirmed' || state === 'no_show';
	return leaves && isExpected ? 'awaits' : 'already';
}

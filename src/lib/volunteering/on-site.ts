import { acts, atTheEnd, type Act, type ActAnswer } from './acts';
import type { DissuasionKind } from './dissuasions';
import { next, type SignupState } from './signups';

/** By what it is known that somebody came or went: the number, or the lead's word. */
export type KnownBy = 'number' | 'word';

export type KitPerson = {
	/** 志愿者编号. */
	number: string;
	/** How they want to be called; null where they did not say. */
	called: string | null;
	state: SignupState;
	checkedInAt: number | null;
	checkedInBy: KnownBy | null;
	leftAt: number | null;
	leftBy: KnownBy | null;
	/** How far from the post they checked in, metres; null where they did not tell. */
	hint: number | null;
};

/** What was sent and not simply written down. */
export type Trouble = {
	number: string | null;
	act: Act;
	answer: ActAnswer;
	at: number;
	/** By how much the phone's clock was wrong, in words; '' where it was not. */
	drift: string;
};

/** All that the lead's phone needs of one shift, for a day without a network. */
export type Kit = {
	shift: {
		code: string;
		postName: string;
		startsAt: number;
		endsAt: number;
		finishedAt: number | null;
		least: number;
		most: number;
		leadNote: string;
		lat: number;
		lng: number;
		task: string;
	};
	/** Base32; the number on the phone is made from it. */
	secret: string;
	secretSince: number;
	/** The server's clock when it answered, ms. */
	now: number;
	people: readonly KitPerson[];
	dissuasions: Partial<Record<DissuasionKind, number>>;
	trouble: readonly Trouble[];
	/** Where the picture of the team is, once there is one. */
	photo: { src: string; width: number; height: number } | null;
};

/** An act that waits on this phone. */
export type Queued = {
	key: string;
	act: Act;
	/** 志愿者编号 of whom it is about; null where it is about the shift or whoever holds the phone. */
	volunteer: string | null;
	/** By the phone's clock, ms. */
	at: number;
	/** Why the server did not take it. */
	refusal: string | null;
};

type Waiting = {
	key: string;
	to: string;
	fields: Record<string, unknown>;
	createdAt: number;
	refusal: { message: string } | null;
};

export const actsPath = (code: string): string => `/api/shifts/${code}/acts`;

const isAct = (act: unknown): act is Act => typeof act === 'string' && Object.hasOwn(acts, act);

/** What waits on this phone for one shift, in the order in which it was done. */
export function queuedFor(code: string, items: readonly Waiting[]): Queued[] {
	return items.flatMap(({ key, to, fields, createdAt, refusal }) => {
		const { act, volunteer } = fields;
		if (!to.startsWith(`${actsPath(code)}/`) || !isAct(act)) return [];
		return [
			{
				key,
				act,
				volunteer: typeof volunteer === 'string' ? volunteer : null,
				at: createdAt,
				refusal: refusal?.message ?? null
			}
		];
	});
}

/** What the lead can say of one person, in the order of the buttons. */
export const rowActs = ['admit', 'turn_away', 'here', 'miss', 'left', 'not_here'] as const;
export type RowAct = (typeof rowActs)[number];

/** A line of the list: as the server knows it and, on top of that, what waits on this phone. */
export type Row = KitPerson & {
	/** Not sent yet. */
	waits: readonly Queued[];
	offers: readonly RowAct[];
};

/** The state after what waits: an act that cannot be any more leaves it, and the server will say why. */
function stateAfter(state: SignupState, act: Act): SignupState {
	// one has come when one asked, or as the lead saw
	if (act === 'walk_in' || (act === 'admit' && state === 'asking')) return 'checked_in';
	const moves = act === 'finish' ? atTheEnd[state] : acts[act].moves;
	return (moves && next(state, moves)) ?? state;
}

const stranger = (number: string): KitPerson => ({
	number,
	called: null,
	state: 'checked_in',
	checkedInAt: null,
	checkedInBy: null,
	leftAt: null,
	leftBy: null,
	hint: null
});

/** Who wants something of the lead comes first. */
const order: readonly SignupState[] = [
	'asking',
	'confirmed',
	'checked_in',
	'no_show',
	'completed',
	'left_early',
	'offered',
	'waitlisted'
];

/** The list as it is with what waits on the phone. */
export function rowsOf({ people }: Pick<Kit, 'people'>, queued: readonly Queued[]): Row[] {
	const going = queued.filter(({ refusal }) => refusal === null);
	const known = new Set(people.map(({ number }) => number));
	const strangers = new Set(
		going.flatMap(({ act, volunteer }) =>
			act === 'walk_in' && volunteer !== null && !known.has(volunteer) ? [volunteer] : []
		)
	);
	return [...people, ...[...strangers].map(stranger)]
		.map((person) => rowOf(person, going))
		.filter(({ state }) => order.includes(state))
		.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function rowOf(person: KitPerson, going: readonly Queued[]): Row {
	let { state, checkedInAt, checkedInBy, leftAt, leftBy } = person;
	const waits: Queued[] = [];
	for (const one of going) {
		const after = stateAfter(state, one.act);
		const ends = one.act === 'finish' && after !== state;
		if (one.volunteer !== person.number && !ends) continue;
		waits.push(one);
		if (after === 'checked_in' && state !== after) {
			[checkedInAt, checkedInBy] = [one.at, 'word'];
		} else if (after !== state && (after === 'completed' || after === 'left_early')) {
			[leftAt, leftBy] = [one.at, 'word'];
		}
		state = after;
	}
	const offers = rowActs.filter((act) => next(state, acts[act].moves) !== undefined);
	return { ...person, state, checkedInAt, checkedInBy, leftAt, leftBy, waits, offers };
}

/** Whoever is in one of these was there. */
const came: readonly SignupState[] = ['checked_in', 'completed', 'left_early'];

/** How many came, and how many of those who signed up have not. */
export function countOf(rows: readonly Row[]): { came: number; missing: number } {
	return {
		came: rows.filter(({ state }) => came.includes(state)).length,
		missing: rows.filter(({ state }) => state === 'confirmed').length
	};
}

/** Where a volunteer stands with what waits on their own phone; null: not on the shift. */
export function ownStateWith(
	known: SignupState | null,
	waits: readonly Queued[]
): SignupState | null {
	return waits.reduce<SignupState | null>((state, { act }) => {
		if (act !== 'check_in') return state && stateAfter(state, act);
		if (state !== null && came.includes(state)) return state;
		// whoever has no place asks for one by coming
		return (state && next(state, 'check_in')) ?? 'asking';
	}, known);
}

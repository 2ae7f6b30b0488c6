import { minuteMs } from '../time/shanghai';

/** Measured: from check-in to check-out. Vouched: someone answers for it, by name and with a reason. */
export const hourKinds = ['measured', 'vouched'] as const;
export type HourKind = (typeof hourKinds)[number];

/** What a number of minutes counts for; which rule held stands with each row. */
export const roundings = {
	exact: { label: '按分钟计', counted: (minutes: number) => minutes },
	half_hour: {
		label: '按半小时计（不足 15 分钟不计，超过 45 分钟计 1 小时）',
		counted: (minutes: number) => {
			const sign = Math.sign(minutes);
			const whole = Math.floor(Math.abs(minutes) / 60);
			const rest = Math.abs(minutes) % 60;
			return sign * (whole * 60 + (rest <= 15 ? 0 : rest <= 45 ? 30 : 60));
		}
	}
} as const;
export type Rounding = keyof typeof roundings;
export const roundingNames = Object.keys(roundings) as [Rounding, ...Rounding[]];

/** On one day of Shanghai, measured; beyond it somebody has to vouch. */
export const mostMeasuredADay = 8 * 60;

/** The reason of what was measured above it: kept in the ledger, and counts for nothing. */
export const aboveTheDay = '这一天已满 8 小时，超出的不计';

type Times = { startsAt: number; endsAt: number };

export const plannedMinutes = ({ startsAt, endsAt }: Times): number =>
	Math.floor((endsAt - startsAt) / minuteMs);

/** Whole minutes between coming and going that lie within the shift. */
export function servedMinutes(shift: Times, cameAt: number, leftAt: number): number {
	const within = Math.min(leftAt, shift.endsAt) - Math.max(cameAt, shift.startsAt);
	return Math.max(0, Math.floor(within / minuteMs));
}

/** A row of the ledger, as far as it matters for the next one. */
export type Entry = {
	kind: HourKind;
	minutes: number;
	counted: number;
	reason: string;
	claimId: number | null;
};

/** What a shift gives one person so far, minutes. */
export type Sums = {
	/** Measured, as far as it counts. */
	measured: number;
	/** Measured above the day's eight hours. */
	above: number;
	/** Vouched by whoever saw them come and go: it follows the times. */
	seen: number;
	/** Vouched with a reason of its own. */
	vouched: number;
};

/** A row without a reason of its own follows from the times of coming and going. */
export function sumsOf(entries: readonly Entry[]): Sums {
	const sum = (those: (entry: Entry) => boolean) =>
		entries.filter(those).reduce((total, { minutes }) => total + minutes, 0);
	return {
		measured: sum(({ kind, reason }) => kind === 'measured' && reason === ''),
		above: sum(({ kind, reason }) => kind === 'measured' && reason !== ''),
		seen: sum(({ kind, reason }) => kind === 'vouched' && reason === ''),
		vouched: sum(({ kind, reason }) => kind === 'vouched' && reason !== '')
	};
}

/** Minutes that stand for the shift in all. */
export const inAll = ({ measured, seen, vouched }: Sums): number => measured + seen + vouched;

/** How long somebody was there, and how that is known; null where it is not. */
export type Presence = { kind: HourKind; minutes: number } | null;

/**
 * The rows that are still to be written for someone's times on a shift, none where all is written.
 * `room`: minutes that may still be measured on that day. What was vouched besides gives way to what was
 * measured since, so that both together are never more than planned.
 */
export function rowsDue(
	before: Sums,
	presence: Presence,
	{ planned, room }: { planned: number; room: number }
): { kind: HourKind; minutes: number; reason: string }[] {
	const clocked = presence?.kind === 'measured' ? presence.minutes : 0;
	const measured = Math.min(clocked, Math.max(0, room));
	const seen = Math.min(
		presence?.kind === 'vouched' ? presence.minutes : 0,
		planned - measured - before.vouched
	);
	const rows = [
		{ kind: 'measured' as const, minutes: measured - before.measured, reason: '' },
		{ kind: 'measured' as const, minutes: clocked - measured - before.above, reason: aboveTheDay },
		{ kind: 'vouched' as const, minutes: seen - before.seen, reason: '' }
	];
	return rows.filter(({ minutes }) => minutes !== 0);
}

/** What `minutes` more count for after `before` minutes of the same shift: the shift is rounded as a whole. */
export const countsFor = (rounding: Rounding, before: number, minutes: number): number =>
	roundings[rounding].counted(before + minutes) - roundings[rounding].counted(before);

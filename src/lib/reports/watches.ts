import * as v from 'valibot';
import { addDays, dayOf, formatDay, hourMs, startOfDay } from '../time/shanghai';
import { groupLabel, isGroup } from './categories';

/** How many areas and categories one account may follow. */
export const mostWatches = 20;

const optional = (wrong: string, check: (text: string) => boolean) =>
	v.pipe(
		v.optional(v.pipe(v.string(), v.maxLength(40, wrong), v.check(check, wrong)), ''),
		v.transform((text) => text || null)
	);

export const NewWatch = v.pipe(
	v.object({
		/** A grid's code. */
		grid: optional('没有这个网格', () => true),
		group: optional('没有这个大类', (id) => id === '' || isGroup(id))
	}),
	v.check(({ grid, group }) => grid !== null || group !== null, '请选一个网格或一个大类')
);
export type NewWatch = v.InferOutput<typeof NewWatch>;

export const WatchId = v.object({
	id: v.pipe(v.string(), v.regex(/^\d{1,15}$/, '没有这一项'), v.transform(Number))
});

/** Null: all of them. */
export type Watched = { grid: string | null; gridCode: string | null; group: string | null };

export const watchLabel = ({ grid, group }: Watched): string =>
	`${grid ?? '全部网格'} · ${group === null ? '全部类别' : groupLabel(group)}`;

const hourOfDigest = 8;

/** Up to which release the digest tells that is due at `at`: to the midnight before the last 08:00. */
export function digestUpTo(at: number): number {
	return startOfDay(dayOf(at - hourOfDigest * hourMs));
}

export type Told = Watched & { count: number };

/** The digest of what was released in [from, upTo); `n` counts what two watches share once. */
export function digestLetter(n: number, told: readonly Told[], from: number, upTo: number) {
	const [firstDay, lastDay] = [dayOf(from), addDays(dayOf(upTo), -1)];
	const day = formatDay(firstDay, upTo);
	// the day as well: it may be read later
	const when = firstDay >= lastDay ? `昨天（${day}）` : `${day}以来`;
	const fresh = told.filter(({ count }) => count > 0);
	return {
		title: `您关注的地方${when}公开了 ${n} 件`,
		body: `${fresh.map((watch) => `${watchLabel(watch)} ${watch.count} 件`).join('；')}。`,
		href: `/reports?${new URLSearchParams(ledgerFilter(fresh, firstDay, lastDay))}`
	};
}

// the ledger filters by one grid and one group: what all of them share
function ledgerFilter(told: readonly Told[], from: string, to: string) {
	const [one, ...more] = told;
	const shared = (same: (other: Told) => boolean) => one !== undefined && more.every(same);
	const grid = shared((other) => other.gridCode === one?.gridCode) ? one?.gridCode : null;
	const group = shared((other) => other.group === one?.group) ? one?.group : null;
	return { ...(grid ? { grid } : {}), ...(group ? { group } : {}), from, to };
}

import { and, desc, gte, lte, sql, eq } from 'drizzle-orm';
import { addDays } from '../../time/shanghai';
import type { Db } from '../db';
import { hours } from './hours-schema';
import { posts } from './schema';
import { shifts } from './schema';

const sumOf = (kind: 'measured' | 'vouched') =>
	sql<number>`coalesce(sum(CASE WHEN ${hours.kind} = ${kind} THEN ${hours.counted} ELSE 0 END), 0)`;
const figures = {
	/** Shifts on which somebody served. */
	shifts: sql<number>`count(DISTINCT ${hours.shiftId})`,
	measured: sumOf('measured'),
	vouched: sumOf('vouched'),
	people: sql<number>`count(DISTINCT ${hours.accountId})`
};

/** The twelve months up to that of `day`: the first day of the first, and `day` itself. */
export function yearUpTo(day: string): { from: string; to: string } {
	const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
	const first = new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 10);
	return { from: first, to: day };
}

/** Shifts held, minutes that count and people, in all, by month and by post, up to the day before `today`. */
export async function shiftFigures(db: Db, today: string) {
	const { from, to } = yearUpTo(addDays(today, -1));
	const within = and(gte(hours.day, from), lte(hours.day, to));
	const month = sql<string>`substr(${hours.day}, 1, 7)`;
	const [all] = await db.select(figures).from(hours).where(within);
	const months = await db
		.select({ month, ...figures })
		.from(hours)
		.where(within)
		.groupBy(month)
		.orderBy(desc(month));
	const byPost = await db
		.select({ post: posts.name, kind: posts.kind, ...figures })
		.from(hours)
		.innerJoin(shifts, eq(shifts.id, hours.shiftId))
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(within)
		.groupBy(posts.id)
		.orderBy(posts.name);
	return { from, to, all: all!, months, posts: byPost };
}

export type ShiftFigures = Awaited<ReturnType<typeof shiftFigures>>;

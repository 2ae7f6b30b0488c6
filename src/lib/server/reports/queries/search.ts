import { setImmediate } from 'node:timers/promises';
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { mayOpen } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import type { ReportFilter } from '../../../reports/filter';
import type { DeskLine } from '../../../reports/queues';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { Refusal } from '../../refusal';
import { reports } from '../schema';
import { deskLineColumns } from './desk-line';
import { askedOf, type Asked } from './search-asked';
import { candidates, looksAt, type Candidates } from './search-candidates';

export const searchPage = 50;
const codesAtOnce = 500;

export type Found = {
	lines: DeskLine[];
	/** Where the next page begins, to be given as `after`. */
	next: string | null;
	/** Not all was looked at yet: the rest is on the next page. */
	unfinished: boolean;
};

const nothing: Found = { lines: [], next: null, unfinished: false };

/**
 * One page of what a filter finds. However much there is, a page looks at `looksAt` reports at most;
 * what is beyond is found from `next` on.
 */
export async function findReports(
	db: Db,
	actor: Actor,
	filter: ReportFilter,
	{ at, after = '', limit = searchPage }: { at: number; after?: string; limit?: number }
): Promise<Found> {
	const asked = await askedBy(db, actor, filter, at);
	if (asked === null) return nothing;
	if (filter.sort === 'pressing') return mostPressing(db, asked, pressingAfter(after), limit);
	return newest(db, asked, /^\d{1,15}$/.test(after) ? Number(after) : null, limit);
}

/** The codes of what a filter finds, the first `most` in its order; `more`: there are others. */
export async function codesFound(
	db: Db,
	actor: Actor,
	filter: ReportFilter,
	{ at, most }: { at: number; most: number }
): Promise<{ codes: string[]; more: boolean }> {
	const codes: string[] = [];
	let after: string | null = '';
	while (after !== null && codes.length < most) {
		const limit = Math.min(most - codes.length, codesAtOnce);
		const { lines, next } = await findReports(db, actor, filter, { at, after, limit });
		codes.push(...lines.map(({ code }) => code));
		after = next;
		// others get their turn
		await setImmediate();
	}
	return { codes, more: after !== null };
}

/** How many a filter finds, up to `most`; `more`: there are, or may be, more than `count`. */
export async function countFound(
	db: Db,
	actor: Actor,
	filter: ReportFilter,
	{ at, most }: { at: number; most: number }
): Promise<{ count: number; more: boolean }> {
	const asked = await askedBy(db, actor, filter, at);
	if (asked === null) return { count: 0, more: false };
	const among = await candidates(db, asked, null, most + 1);
	const found = db
		.select({ id: reports.id })
		.from(reports)
		.where(and(...asked.conditions, among.within))
		.limit(most + 1);
	const [row] = await db.select({ count: sql<number>`count(*)` }).from(found.as('found'));
	const count = Math.min(row?.count ?? 0, most);
	const over = (row?.count ?? 0) > most;
	return { count, more: over || (await beyond(db, among)) !== null };
}

async function askedBy(db: Db, actor: Actor, filter: ReportFilter, at: number) {
	if (!mayOpen(actor, '/admin')) throw new Refusal('forbidden', '您不能搜索全部案件');
	return askedOf(db, filter, at);
}

/** Most pages are full after so many reports for each that is asked for. */
const firstLook = 10;

async function newest(db: Db, asked: Asked, after: number | null, limit: number): Promise<Found> {
	const found = await newestAmong(db, asked, after, limit, firstLook * limit);
	return found.unfinished ? newestAmong(db, asked, after, limit, looksAt) : found;
}

async function newestAmong(
	db: Db,
	asked: Asked,
	after: number | null,
	limit: number,
	most: number
): Promise<Found> {
	const among = await candidates(db, asked, after, limit + 1, most);
	const rows = await db
		.select({ id: reports.id, ...deskLineColumns })
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(
			and(...asked.conditions, among.within, after === null ? undefined : lt(reports.id, after))
		)
		.orderBy(desc(reports.id))
		.limit(limit + 1);
	const page = rows.slice(0, limit);
	const lines = page.map(({ id: _, ...line }) => line);
	if (rows.length > limit) {
		return { lines, next: String(page.at(-1)!.id), unfinished: false };
	}
	const last = await beyond(db, among);
	return { lines, next: last === null ? null : String(last), unfinished: last !== null };
}

/** The last id that was looked at, when there may be others after it. */
async function beyond(db: Db, { within, cutAt, ids }: Candidates): Promise<number | null> {
	if (within === undefined || cutAt === null) return null;
	const [row] = await db.values<[number, number | null]>(
		sql`SELECT count(*), min(id) FROM (${ids})`
	);
	return row && row[0] >= cutAt ? row[1] : null;
}

/** What runs out first comes first; keyset: urgent, whether a clock runs, when it ends, id. */
const pressure = sql`(1 - ${reports.urgent}, ifnull(${reports.dueAt}, 9e15), ${reports.id})`;

async function mostPressing(
	db: Db,
	asked: Asked,
	after: readonly number[] | null,
	limit: number
): Promise<Found> {
	const rows = await db
		.select({ id: reports.id, urgent: reports.urgent, dueAt: reports.dueAt })
		.from(reports)
		.where(
			and(
				...asked.selective,
				...asked.conditions,
				asked.match === null
					? undefined
					: sql`${reports.id} IN (SELECT rowid FROM report_words
						WHERE report_words MATCH ${asked.match} ORDER BY rowid DESC LIMIT ${looksAt})`,
				after === null ? undefined : sql`${pressure} > (${after[0]}, ${after[1]}, ${after[2]})`
			)
		)
		.orderBy(desc(reports.urgent), sql`ifnull(${reports.dueAt}, 9e15)`, reports.id)
		.limit(limit + 1);
	const page = rows.slice(0, limit);
	const last = rows.length > limit ? page.at(-1) : undefined;
	return {
		lines: await linesOf(
			db,
			page.map(({ id }) => id)
		),
		next: last ? [last.urgent ? 0 : 1, last.dueAt ?? 'x', last.id].join('-') : null,
		unfinished: false
	};
}

/** In the order given: photos are looked up for these alone, and not for all that was sorted. */
async function linesOf(db: Db, ids: readonly number[]): Promise<DeskLine[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.select({ id: reports.id, ...deskLineColumns })
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(inArray(reports.id, [...ids]));
	const place = new Map(ids.map((id, i) => [id, i]));
	return rows.sort((a, b) => place.get(a.id)! - place.get(b.id)!).map(({ id: _, ...line }) => line);
}

function pressingAfter(after: string): readonly number[] | null {
	const [, urgent, due, id] = /^([01])-(x|\d{1,15})-(\d{1,15})$/.exec(after) ?? [];
	return id === undefined ? null : [Number(urgent), due === 'x' ? 9e15 : Number(due), Number(id)];
}

import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { isOpen } from '../../posters/workflow';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { posterEvents, posterReads, posters, posterSiteChecks, posterThemes } from './schema';

export type Poster = typeof posters.$inferSelect;

/** @throws Refusal('missing') */
export async function getPoster(db: Db, slug: string): Promise<Poster> {
	const [row] = await db.select().from(posters).where(eq(posters.slug, slug));
	if (!row) throw new Refusal('missing', '没有这张海报');
	return row;
}

const told = {
	slug: posters.slug,
	title: posters.title,
	theme: posterThemes.name,
	themeId: posters.themeId,
	summary: posters.summary,
	picture: posters.picture,
	pictureAlt: posters.pictureAlt,
	hasVideo: sql<boolean>`${posters.video} IS NOT NULL`.mapWith(Boolean),
	fromDay: posters.fromDay,
	untilDay: posters.untilDay
};
const toldRows = (db: Db) =>
	db
		.select(told)
		.from(posters)
		.innerJoin(posterThemes, eq(posterThemes.id, posters.themeId))
		.$dynamic();
export type ToldPoster = Awaited<ReturnType<typeof toldRows>>[number];

const shownOn = (day: string) =>
	and(sql`${posters.state} = 'published'`, lte(posters.fromDay, day), gte(posters.untilDay, day));

/** What residents see on a day, the newest first. */
export const shownPosters = (
	db: Db,
	day: string,
	{ themeId, skip = 0, most }: { themeId?: number; skip?: number; most: number }
): Promise<ToldPoster[]> =>
	toldRows(db)
		.where(and(shownOn(day), themeId === undefined ? undefined : eq(posters.themeId, themeId)))
		.orderBy(desc(posters.fromDay), desc(posters.id))
		.limit(most)
		.offset(skip);

/** The themes of what is shown on a day. */
export const shownThemes = (db: Db, day: string) =>
	db
		.selectDistinct({ id: posterThemes.id, name: posterThemes.name })
		.from(posters)
		.innerJoin(posterThemes, eq(posterThemes.id, posters.themeId))
		.where(shownOn(day))
		.orderBy(asc(posterThemes.id));

/**
 * One that residents may see on a day.
 * @throws Refusal('missing') with a sentence for whoever comes by an old link or a sheet on a wall
 */
export async function shownPoster(
	db: Db,
	slug: string,
	day: string
): Promise<Poster & { theme: string }> {
	const [row] = await db
		.select({ poster: posters, theme: posterThemes.name })
		.from(posters)
		.innerJoin(posterThemes, eq(posterThemes.id, posters.themeId))
		.where(eq(posters.slug, slug));
	if (row?.poster.state !== 'published')
		throw new Refusal('missing', '没有这张海报，或者它已经下架');
	if (!isOpen(row.poster, day)) {
		throw new Refusal(
			'missing',
			day < row.poster.fromDay ? '这张海报还没有到展示的日子' : '这张海报的展示期已经过了'
		);
	}
	return { ...row.poster, theme: row.theme };
}

/** Of the desk: all, the newest first. */
export const listPosters = (db: Db, { skip = 0, most }: { skip?: number; most: number }) =>
	db
		.select({ ...told, id: posters.id, state: posters.state })
		.from(posters)
		.innerJoin(posterThemes, eq(posterThemes.id, posters.themeId))
		.orderBy(desc(posters.fromDay), desc(posters.id))
		.limit(most)
		.offset(skip);

export const waitingPosters = (db: Db) =>
	db
		.select({ slug: posters.slug, title: posters.title })
		.from(posters)
		.where(sql`${posters.state} = 'review'`)
		.orderBy(asc(posters.id));

/** What hangs, or is to hang, between two days, both included: published and what waits for it. */
export const plannedPosters = (db: Db, from: string, to: string) =>
	db
		.select({ ...told, state: posters.state })
		.from(posters)
		.innerJoin(posterThemes, eq(posterThemes.id, posters.themeId))
		.where(
			and(
				inArray(posters.state, ['published', 'review', 'draft']),
				lte(posters.fromDay, to),
				gte(posters.untilDay, from)
			)
		)
		.orderBy(asc(posters.fromDay), asc(posters.id));

/** Who did what with it, the newest first. */
export const historyOf = (db: Db, posterId: number) =>
	db
		.select({
			id: posterEvents.id,
			at: posterEvents.at,
			action: posterEvents.action,
			note: posterEvents.note,
			name: accounts.name
		})
		.from(posterEvents)
		.leftJoin(accounts, eq(accounts.id, posterEvents.accountId))
		.where(eq(posterEvents.posterId, posterId))
		.orderBy(desc(posterEvents.id));

/** How many read it on each day since `from`. */
export const readsOf = (db: Db, posterId: number, from: string) =>
	db
		.select({ day: posterReads.day, many: posterReads.many })
		.from(posterReads)
		.where(and(eq(posterReads.posterId, posterId), gte(posterReads.day, from)))
		.orderBy(asc(posterReads.day));

/** How many in all, by poster. */
export async function readsOfAll(db: Db, ids: readonly number[]): Promise<Map<number, number>> {
	const rows = await db
		.select({ id: posterReads.posterId, many: sql<number>`sum(${posterReads.many})` })
		.from(posterReads)
		.where(inArray(posterReads.posterId, [...ids]))
		.groupBy(posterReads.posterId);
	return new Map(rows.map(({ id, many }) => [id, many]));
}

/** Which of these pictures are of a poster or of the check of a site. */
export async function picturesNamed(db: Db, sha256s: string[]): Promise<string[]> {
	const rows = await db
		.select({ sha256: sql<string>`${posters.picture}` })
		.from(posters)
		.where(inArray(posters.picture, sha256s))
		.union(
			db
				.select({ sha256: sql<string>`${posterSiteChecks.photo}` })
				.from(posterSiteChecks)
				.where(inArray(posterSiteChecks.photo, sha256s))
		);
	return rows.map(({ sha256 }) => sha256);
}

export async function videosNamed(db: Db, names: string[]): Promise<Set<string>> {
	const rows = await db
		.select({ video: sql<string>`${posters.video}` })
		.from(posters)
		.where(inArray(posters.video, names));
	return new Set(rows.map(({ video }) => video));
}

import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { takedownFacts, urgentTakedownReasons } from '../../../reports/takedowns';
import type { Db } from '../../db';
import { dueFrom } from '../clocks';
import { photos, reports, takedowns } from '../schema';
import { townCalendar } from '../town-calendar';

const answeredShown = 50;
const openShown = 200;

// the bound keeps SQLite on the index of those that are open
const isOpen = and(isNull(takedowns.decidedAt), gt(takedowns.dueAt, 0));

/** Those that wait for an answer: what is urgent first, then what is due first. */
export async function openTakedowns(db: Db) {
	const rows = await lines(db)
		.where(isOpen)
		.orderBy(
			desc(inArray(takedowns.reason, urgentTakedownReasons)),
			asc(takedowns.dueAt),
			asc(takedowns.id)
		)
		.limit(openShown);
	const calendar = await townCalendar(db);
	return withPhotos(
		db,
		rows.map((row) => ({
			...row,
			dueSoonAt: dueFrom(takedownFacts(row.reason).limit, row.at, calendar).dueSoonAt
		}))
	);
}

/** The last ones that were answered, the newest request first. */
export const answeredTakedowns = (db: Db) =>
	lines(db).where(isNotNull(takedowns.decidedAt)).orderBy(desc(takedowns.id)).limit(answeredShown);

export type OpenTakedown = Awaited<ReturnType<typeof openTakedowns>>[number];
export type AnsweredTakedown = Awaited<ReturnType<typeof answeredTakedowns>>[number];

export async function countOpenTakedowns(db: Db): Promise<number> {
	const [row] = await db.select({ takedowns: count() }).from(takedowns).where(isOpen);
	return row?.takedowns ?? 0;
}

/** How many wait for an answer on one report. */
export async function openTakedownsOf(db: Db, reportId: number): Promise<number> {
	const [row] = await db
		.select({ takedowns: count() })
		.from(takedowns)
		.where(and(eq(takedowns.reportId, reportId), isNull(takedowns.decidedAt)));
	return row?.takedowns ?? 0;
}

const lines = (db: Db) =>
	db
		.select({
			id: takedowns.id,
			reason: takedowns.reason,
			words: takedowns.words,
			hasContact: sql<number>`${takedowns.contactSealed} IS NOT NULL`.mapWith(Boolean),
			at: takedowns.at,
			dueAt: takedowns.dueAt,
			decidedAt: takedowns.decidedAt,
			outcome: takedowns.outcome,
			answer: takedowns.answer,
			reportId: takedowns.reportId,
			code: reports.code,
			category: reports.category,
			state: reports.state,
			placeName: reports.placeName,
			description: reports.publicDescription,
			public: sql<number>`${reports.releasedAt} IS NOT NULL`.mapWith(Boolean)
		})
		.from(takedowns)
		.innerJoin(reports, eq(reports.id, takedowns.reportId))
		.$dynamic();

/** With the photos that the public sees. */
async function withPhotos<Row extends { reportId: number }>(db: Db, rows: Row[]) {
	const shown =
		rows.length === 0
			? []
			: await db
					.select({
						reportId: photos.reportId,
						key: photos.key,
						width: photos.width,
						height: photos.height
					})
					.from(photos)
					.where(
						and(
							inArray(photos.reportId, [...new Set(rows.map(({ reportId }) => reportId))]),
							isNotNull(photos.released),
							isNull(photos.withdrawnAt)
						)
					)
					.orderBy(asc(photos.id));
	return rows.map(({ reportId, ...row }) => ({
		...row,
		photos: shown
			.filter((photo) => photo.reportId === reportId)
			.map(({ reportId: _, ...photo }) => photo)
	}));
}

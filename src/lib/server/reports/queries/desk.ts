import { and, desc, eq, inArray, isNotNull, lt, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import {
	deskActionsFor,
	deskQueue,
	deskQueueNames,
	mayRelease,
	maySeeTakedowns,
	reviewDays,
	type DeskLine,
	type DeskQueueName
} from '../../../reports/queues';
import { mayOpenContacts } from '../../../accounts/policy';
import { canSeeCase } from '../../../reports/policy';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { activeUnits, responsibleUnit } from '../../places/queries';
import { units } from '../../places/schema';
import { Refusal } from '../../refusal';
import type { Report } from '../advance';
import { reports } from '../schema';
import { sealedPhoneOf } from '../commands/open-contact';
import { firstPhotoKey } from './first-photo';
import { openTakedownsOf } from './takedowns';
import { caseFile, listQueue, nearbyOpen, timesTaken } from './casework';

export const deskPage = 50;

/**
 * One page of a desk queue. `after` is what `next` of the page before said: a number of lines where
 * the most pressing come first, an id where the newest do.
 */
export async function deskLines(
	db: Db,
	name: DeskQueueName,
	at: number,
	after = 0
): Promise<{ lines: DeskLine[]; next: number | null }> {
	const { list, states } = deskQueue(name);
	if (list === 'pressing') {
		const rows = await listQueue(db, states, { limit: deskPage + 1, after });
		return {
			lines: rows.slice(0, deskPage),
			next: rows.length > deskPage ? after + deskPage : null
		};
	}
	const rows = await newest(
		db,
		list === 'new_photos' ? newPhoto : firstPhotoKey,
		list === 'dissatisfied'
			? awaitingReview(at)
			: list === 'new_photos'
				? withNewPhotos
				: // the plus keeps SQLite on the id, so that it stops after one page
					inArray(sql`+${reports.state}`, [...states]),
		after
	);
	const page = rows.slice(0, deskPage);
	return {
		lines: page.map(({ id: _, ...line }) => line),
		next: rows.length > deskPage ? (page.at(-1)?.id ?? null) : null
	};
}

const newPhoto = sql<
	string | null
>`(SELECT p.key FROM photos p WHERE p.report_id = ${reports.id} AND p.stage = 'support' AND p.decided_at IS NULL AND p.withdrawn_at IS NULL ORDER BY p.n LIMIT 1)`;

const newest = (db: Db, photoKey: SQL<string | null>, which: SQL, after: number) =>
	db
		.select({
			id: reports.id,
			code: reports.code,
			category: reports.category,
			urgent: reports.urgent,
			description: reports.description,
			placeName: reports.placeName,
			address: reports.address,
			state: reports.state,
			submittedAt: reports.submittedAt,
			dueAt: reports.dueAt,
			dueSoonAt: reports.dueSoonAt,
			reworkCount: reports.reworkCount,
			incomplete: reports.incomplete,
			outside: reports.outside,
			gap: reports.gap,
			overdue: reports.overdue,
			releasedAt: reports.releasedAt,
			supportCount: reports.supportCount,
			unit: units.name,
			photoKey
		})
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(and(which, after > 0 ? lt(reports.id, after) : undefined))
		.orderBy(desc(reports.id))
		.limit(deskPage + 1);

/** Closed, rated 不满意 of late, and not reopened yet, which it may be once. */
const awaitingReview = (at: number): SQL => sql`${reports.state} = 'closed'
	AND ${reports.id} IN (SELECT r.report_id FROM ratings r
		WHERE r.score = 'dissatisfied' AND r.at > ${at - reviewDays * dayMs})
	AND NOT EXISTS (SELECT 1 FROM report_events e
		WHERE e.report_id = ${reports.id} AND e.action = 'reopen')`;

/**
 * Public, with a photo of someone who saw it too that no moderator has decided on. What was merged is
 * decided where it went.
 */
const withNewPhotos: SQL = sql`${reports.releasedAt} IS NOT NULL AND ${reports.state} <> 'merged'
	AND ${reports.id} IN (SELECT p.report_id FROM photos p
		WHERE p.stage = 'support' AND p.decided_at IS NULL AND p.withdrawn_at IS NULL)`;

/** How many lines each counted queue has. */
export async function deskCounts(
	db: Db,
	at: number
): Promise<Partial<Record<DeskQueueName, number>>> {
	const pressing = deskQueueNames.filter((name) => deskQueue(name).list === 'pressing');
	const rows = await db
		.select({ state: reports.state, count: sql<number>`count(*)` })
		.from(reports)
		.where(
			and(
				inArray(
					reports.state,
					pressing.flatMap((name) => deskQueue(name).states)
				),
				isNotNull(reports.readyAt)
			)
		)
		.groupBy(reports.state);
	const [review] = await db
		.select({ count: sql<number>`count(*)` })
		.from(reports)
		.where(awaitingReview(at));
	const counted = pressing.map((name) => {
		const own = rows.filter(({ state }) => deskQueue(name).states.includes(state));
		return [name, own.reduce((sum, { count }) => sum + count, 0)] as const;
	});
	const [newPhotos] = await db
		.select({ count: sql<number>`count(*)` })
		.from(reports)
		.where(withNewPhotos);
	return {
		...Object.fromEntries(counted),
		dissatisfied: review?.count ?? 0,
		new_photos: newPhotos?.count ?? 0
	};
}

/**
 * All that the desk needs to decide on one report: the case but not its reporter, the open reports
 * around it, who answers for it, and what `actor` may do.
 */
export async function deskCase(db: Db, actor: Actor, code: string, at: number) {
	const { report, ...file } = await caseFile(db, code);
	if (!canSeeCase(actor, report)) throw new Refusal('forbidden', '您不能查看这件');
	const dissatisfied = file.ratings.some(({ score }) => score === 'dissatisfied');
	const standing = { ...report, taken: await timesTaken(db, report.id) };
	const offered = deskActionsFor(actor, standing).filter(
		(action) => action !== 'reopen' || dissatisfied
	);
	return {
		...file,
		report: withoutKeys(report),
		// photos on the way: nothing can be decided yet
		offered: report.readyAt === null ? [] : offered,
		mayRelease: report.readyAt !== null && mayRelease(actor, report),
		nearby: offered.includes('merge') ? await nearbyOpen(db, report, at) : [],
		units: offered.includes('dispatch') ? await activeUnits(db) : [],
		suggestion: await responsibleUnit(db, report),
		mayOpenContact: mayOpenContacts(actor) && (await sealedPhoneOf(db, report.id)) !== null,
		takedowns: maySeeTakedowns(actor) ? await openTakedownsOf(db, report.id) : 0
	};
}

// whoever holds the key could send photos
const withoutKeys = ({ key: _key, contentHash: _hash, ...report }: Report) => report;

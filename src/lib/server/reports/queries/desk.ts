import { and, desc, eq, inArray, lt, sql, type SQL } from 'drizzle-orm';
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
import { mostItems } from '../../../reports/orders';
import { canSeeCase } from '../../../reports/policy';
import { actionFacts, type State } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { activeUnits } from '../../places/queries';
import { suggestedUnit } from '../suggested-unit';
import { officersOn } from '../../places/posts';
import { units } from '../../places/schema';
import { Refusal } from '../../refusal';
import type { Report } from '../advance';
import { orderItems } from '../desk-schema';
import { reports } from '../schema';
import { sealedPhoneOf } from '../commands/open-contact';
import { firstPhotoKey } from './first-photo';
import { groundsOf, lookAt } from './second-looks';
import { openTakedownsOf } from './takedowns';
import { candidates } from './candidates';
import { caseFile, codeOf, timesTaken } from './casework';
import { deskLineColumns } from './desk-line';
import { handlingLimit } from './limits';
import { isWaiting } from './orders';
import { listIntake, listQueue } from './queue-lists';
import { timesHere } from './repeats';
import { takeOf, takesByCode } from './takes';
import { isOpen } from './town-map';

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
	if (list === 'pressing' || list === 'clock') {
		const page = { limit: deskPage + 1, after, undecided: true };
		const rows = await (list === 'clock' ? listIntake(db, at, page) : listQueue(db, states, page));
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
>`(SELECT p.key FROM photos p WHERE p.report_id = ${reports.id} AND p.stage = 'support' AND p.decided_at IS NULL AND p.withdrawn_at IS NULL AND p.original <> '' ORDER BY p.n LIMIT 1)`;

const newest = (db: Db, photoKey: SQL<string | null>, which: SQL, after: number) =>
	db
		.select({
			id: reports.id,
			...deskLineColumns,
			photoKey
		})
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(and(which, after > 0 ? lt(reports.id, after) : undefined))
		.orderBy(desc(reports.id))
		.limit(deskPage + 1);

/**
 * Closed, rated 不满意 of late, and not reopened yet, which it may be once. The plus keeps SQLite on
 * the few ratings, and off all that is closed.
 */
const awaitingReview = (at: number): SQL => sql`+${reports.state} = 'closed'
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
	const pressing = deskQueueNames.filter((name) =>
		['clock', 'pressing'].includes(deskQueue(name).list)
	);
	const rows = await db.values<Counted>(
		sql`SELECT state, count(*) FROM reports INDEXED BY reports_waiting
			WHERE ${isOpen} AND ready_at IS NOT NULL GROUP BY state`
	);
	const ordered = await countOrdered(db);
	const [review] = await db
		.select({ count: sql<number>`count(*)` })
		.from(reports)
		.where(awaitingReview(at));
	const counted = pressing.map((name) => {
		const own = (counted: readonly Counted[]) =>
			counted
				.filter(([state]) => deskQueue(name).states.includes(state))
				.reduce((sum, [, count]) => sum + count, 0);
		return [name, own(rows) - own(ordered)] as const;
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

type Counted = [state: State, count: number];

/** Those that only wait for an order to be carried out, beginning with the few orders. */
const countOrdered = (db: Db): Promise<Counted[]> =>
	db.values<Counted>(
		sql`SELECT +${reports.state}, count(*) FROM ${orderItems}
			INNER JOIN ${reports} ON ${reports.id} = ${orderItems.reportId}
			WHERE ${orderItems.state} = 'waiting' AND ${orderItems.reportId} > 0
			AND ${reports.readyAt} IS NOT NULL GROUP BY 1`
	);

/** What a queue finds, as far as one order reaches, in its order. */
export async function codesInQueue(db: Db, name: DeskQueueName, at: number): Promise<string[]> {
	const { list, states } = deskQueue(name);
	const page = { limit: mostItems, undecided: true };
	if (list === 'clock') return (await listIntake(db, at, page)).map(({ code }) => code);
	if (list === 'pressing') return (await listQueue(db, states, page)).map(({ code }) => code);
	throw new Refusal('invalid', '这个列表不能整个批量办理');
}

/** What is known of these reports before anything is done with them, in the order given. */
export async function chosenLines(db: Db, codes: readonly string[]) {
	if (codes.length === 0) return [];
	const rows = await db
		.select({
			code: reports.code,
			category: reports.category,
			placeName: reports.placeName,
			state: reports.state
		})
		.from(reports)
		.where(inArray(reports.code, [...codes]));
	const byCode = new Map(rows.map((row) => [row.code, row]));
	return codes.flatMap((code) => byCode.get(code) ?? []);
}

/** Lines with who has each of them in hand. */
export async function withTakes(
	db: Db,
	actor: Actor,
	lines: DeskLine[],
	at: number
): Promise<DeskLine[]> {
	const taken = await takesByCode(
		db,
		actor,
		lines.map(({ code }) => code),
		at
	);
	return lines.map((line) => ({ ...line, take: taken.get(line.code) ?? null }));
}

/**
 * All that the desk needs to decide on one report: the case but not its reporter, the open reports
 * around it, who answers for it, and what `actor` may do.
 */
export async function deskCase(db: Db, actor: Actor, code: string, at: number) {
	const { report, ...file } = await caseFile(db, code);
	if (!canSeeCase(actor, report)) throw new Refusal('forbidden', '您不能查看这件');
	const grounds = await groundsOf(db, report);
	const standing = { ...report, taken: await timesTaken(db, report.id) };
	const offered = deskActionsFor(actor, standing).filter(
		(action) => actionFacts(action).grounds?.some((ground) => grounds.includes(ground)) ?? true
	);
	return {
		...file,
		report: withoutKeys(report),
		// photos on the way: nothing can be decided yet
		offered: report.readyAt === null ? [] : offered,
		look: await lookAt(db, report),
		mayRelease: report.readyAt !== null && mayRelease(actor, report),
		nearby: offered.includes('merge') ? await candidates(db, report, at) : [],
		repeatOf: await codeOf(db, report.repeatOfId),
		times: await timesHere(db, report),
		limit: await handlingLimit(db, report, at),
		take: await takeOf(db, actor, report.id, at),
		ordered: await isWaiting(db, report.id),
		units: offered.includes('dispatch') || offered.includes('assist') ? await activeUnits(db) : [],
		/** 一街五管: the officers of the street it lies on. */
		five: offered.includes('dispatch') ? await officersOn(db, report.segmentId) : [],
		suggestion: await suggestedUnit(db, report),
		mayOpenContact: mayOpenContacts(actor) && (await sealedPhoneOf(db, report.id)) !== null,
		takedowns: maySeeTakedowns(actor) ? await openTakedownsOf(db, report.id) : 0
	};
}

// whoever holds the key could send photos
const withoutKeys = ({ key: _key, contentHash: _hash, ...report }: Report) => report;

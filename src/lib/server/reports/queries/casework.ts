import { and, asc, count, eq, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { distanceMetres, type LatLng } from '../../../places/geometry';
import { canSeePublicly, type Ties } from '../../../reports/policy';
import { actionFacts, actionNames, openStates, type Action } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { around, idsWithin } from '../../places/boxes';
import { grids, segments, units } from '../../places/schema';
import { Refusal } from '../../refusal';
import type { Report } from '../advance';
import { events, followers, photos, ratings, reporters, reports } from '../schema';
import { assistsOf } from './assists';
import { firstPhotoKey } from './first-photo';

/** @throws Refusal('missing') */
export async function getReport(db: Db, code: string): Promise<Report> {
	const [report] = await db.select().from(reports).where(eq(reports.code, code)).limit(1);
	if (!report)
		throw new Refusal(
			'missing',
			'没有这个编号的上报，请核对编号；如果是您上报的，请用查询链接打开'
		);
	return report;
}

/**
 * A report for one of the public.
 * @throws Refusal('missing') alike for what is not there and what is not public: neither is told
 */
export async function seenBy(db: Db, actor: Actor, code: string) {
	const report = await getReport(db, code);
	const ties = await tiesTo(db, actor, report.id);
	if (!canSeePublicly(actor, report, ties)) throw noSuchReport();
	return { report, ties };
}

const noSuchReport = () =>
	new Refusal('missing', '没有这个编号的上报，请核对编号；如果是您上报的，请用查询链接打开');

/** What the actor is to a report, and the name under which the actor may rate it. */
export async function tiesTo(
	db: Db,
	actor: Actor,
	reportId: number
): Promise<Ties & { rater: string }> {
	const [reporter] = await db
		.select({ accountId: reporters.accountId, claimHash: reporters.claimHash })
		.from(reporters)
		.where(eq(reporters.reportId, reportId))
		.limit(1);
	const claim = reporter?.claimHash;
	if (claim && actor.claims.includes(claim)) {
		return { reporter: true, follower: false, rater: `claim:${claim}` };
	}
	const { accountId } = actor;
	const rater = accountId === null ? '' : `account:${accountId}`;
	if (accountId !== null && reporter?.accountId === accountId) {
		return { reporter: true, follower: false, rater };
	}
	const merged = await reportedInto(db, actor, reportId);
	if (merged) {
		const byClaim = merged.claimHash !== null && actor.claims.includes(merged.claimHash);
		const name = byClaim ? `claim:${merged.claimHash}` : rater;
		return { reporter: false, follower: true, merged: true, rater: name };
	}
	if (accountId === null) return { reporter: false, follower: false, rater };
	const [following] = await db
		.select({ since: followers.since })
		.from(followers)
		.where(and(eq(followers.reportId, reportId), eq(followers.accountId, accountId)))
		.limit(1);
	return { reporter: false, follower: following !== undefined, rater };
}

/** The actor's own report that was merged into this one, by account or by claim. */
export async function reportedInto(db: Db, { accountId, claims }: Actor, reportId: number) {
	if (accountId === null && claims.length === 0) return null;
	const [row] = await db
		.select({ claimHash: reporters.claimHash })
		.from(reports)
		.innerJoin(reporters, eq(reporters.reportId, reports.id))
		.where(
			and(
				eq(reports.mergedIntoId, reportId),
				or(
					accountId === null ? undefined : eq(reporters.accountId, accountId),
					claims.length === 0 ? undefined : inArray(reporters.claimHash, [...claims])
				)
			)
		)
		.limit(1);
	return row ?? null;
}

const limitedActions = actionNames.filter((action) => actionFacts(action).times !== undefined);

/** How often each action that has a limit was taken, for the policy. */
export async function timesTaken(
	db: Db,
	reportId: number
): Promise<Partial<Record<Action, number>>> {
	const rows = await db
		.select({ action: events.action, times: count() })
		.from(events)
		.where(and(eq(events.reportId, reportId), inArray(events.action, limitedActions)))
		.groupBy(events.action);
	return Object.fromEntries(rows.map(({ action, times }) => [action, times]));
}

/** What was taken back by the reporter is on no list. */
export const photosOf = (db: Db, reportId: number) =>
	db
		.select({
			key: photos.key,
			stage: photos.stage,
			n: photos.n,
			at: photos.at,
			width: photos.width,
			height: photos.height,
			decidedAt: photos.decidedAt,
			released: photos.released,
			masks: photos.masks,
			/** The original is gone, on schedule; the public copy may be left. */
			erased: sql`${photos.original} = ''`.mapWith(Boolean)
		})
		.from(photos)
		.where(and(eq(photos.reportId, reportId), isNull(photos.withdrawnAt)))
		.orderBy(asc(photos.id));

async function countWithdrawn(db: Db, reportId: number): Promise<number> {
	const [row] = await db
		.select({ photos: count() })
		.from(photos)
		.where(and(eq(photos.reportId, reportId), isNotNull(photos.withdrawnAt)));
	return row?.photos ?? 0;
}

export const eventsOf = (db: Db, reportId: number) =>
	db
		.select({
			action: events.action,
			from: events.from,
			to: events.to,
			at: events.at,
			actorRole: events.actorRole,
			unit: units.name,
			note: events.note,
			publicNote: events.publicNote,
			facts: events.facts
		})
		.from(events)
		.leftJoin(units, eq(units.id, events.unitId))
		.where(eq(events.reportId, reportId))
		.orderBy(asc(events.id));

/** Everything of a case but who reported it. */
export async function caseFile(db: Db, code: string) {
	const report = await getReport(db, code);
	const [place] = await db
		.select({
			grid: grids.name,
			gridCode: grids.code,
			town: grids.town,
			segment: segments.name,
			unit: units.name
		})
		.from(reports)
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.leftJoin(segments, eq(segments.id, reports.segmentId))
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(eq(reports.id, report.id))
		.limit(1);
	return {
		report,
		grid: place?.grid ?? null,
		gridCode: place?.gridCode ?? null,
		town: place?.town ?? null,
		segment: place?.segment ?? null,
		unit: place?.unit ?? null,
		photos: await photosOf(db, report.id),
		photosWithdrawn: await countWithdrawn(db, report.id),
		events: await eventsOf(db, report.id),
		/** 协办. */
		assists: await assistsOf(db, report.id),
		ratings: await db
			.select({ score: ratings.score, reason: ratings.reason, at: ratings.at })
			.from(ratings)
			.where(eq(ratings.reportId, report.id)),
		mergedInto: await codeOf(db, report.mergedIntoId)
	};
}

export async function codeOf(db: Db, id: number | null): Promise<string | null> {
	if (id === null) return null;
	const [row] = await db
		.select({ code: reports.code })
		.from(reports)
		.where(eq(reports.id, id))
		.limit(1);
	return row?.code ?? null;
}

/** Open reports within `metres` and `days`, the nearest first, with their distance in metres. */
export async function nearbyOpen(
	db: Db,
	{ id, lat, lng }: LatLng & { id: number },
	at: number,
	{ metres = 150, days = 30 } = {}
) {
	const rows = await db
		.select({
			code: reports.code,
			category: reports.category,
			state: reports.state,
			placeName: reports.placeName,
			submittedAt: reports.submittedAt,
			lat: reports.lat,
			lng: reports.lng,
			photoKey: firstPhotoKey
		})
		.from(reports)
		.where(
			and(
				sql`${reports.id} IN ${idsWithin('report_points', around({ lat, lng }, metres))}`,
				ne(reports.id, id),
				inArray(reports.state, [...openStates]),
				sql`${reports.submittedAt} > ${at - days * dayMs}`
			)
		)
		.limit(200);
	return rows
		.map((row) => ({ ...row, metres: Math.round(distanceMetres({ lat, lng }, row)) }))
		.filter((row) => row.metres <= metres)
		.sort((a, b) => a.metres - b.metres)
		.slice(0, 12);
}

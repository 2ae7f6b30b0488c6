import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Kind } from '../../../reports/categories';
import { publicTime } from '../../../reports/public-view';
import { actionFacts, steps, type Action, type State } from '../../../reports/workflow';
import type { Actor } from '../../../accounts/roles';
import { dayMs, dayOf, startOfDay } from '../../../time/shanghai';
import type { Db } from '../../db';
import { noGrid } from '../../../places/no-grid';
import { grids, units } from '../../places/schema';
import { events, photos, ratings, reporters, reports } from '../schema';
import { assistsOf } from './assists';
import { codeOf, getReport, seenBy, timesTaken } from './casework';
import { firstPhotoKey } from './first-photo';
import type { Report } from '../advance';
import { cameWith, type Standing } from '../../../reports/policy';

export type LedgerFilter = {
	group?: string;
	/** Index of the public step. */
	step?: number;
	/** A grid's code, or `noGrid`. */
	grid?: string;
	/** Shanghai days, both included; of release. */
	from?: string;
	to?: string;
};

/** By code and not by number: numbers would tell when each report came in. */
export type LedgerCursor = { releasedAt: number; code: string };
export const ledgerPage = 50;

type LedgerRow = [
	code: string,
	kind: Kind,
	category: string,
	state: State,
	description: string,
	place: string,
	submittedAt: number,
	photoKey: string | null,
	releasedAt: number
];

// the nearest known place, else the grid
const placeSql = sql`coalesce(nullif(r.place_name, ''),
	(SELECT g.name FROM grids g WHERE g.id = r.grid_id), '')`;

/**
 * At most `limit` of the public ledger, newest release first, going on behind `after`. The page that
 * is asked for most, so in SQL: the query builder would take longer over it than the database.
 */
export async function listLedger(
	db: Db,
	filter: LedgerFilter,
	{ after, limit = ledgerPage }: { after?: LedgerCursor; limit?: number } = {}
) {
	const found = await db.values<LedgerRow>(sql`
		SELECT r.code, r.kind, r.category, r.state, r.public_description,
			${placeSql}, r.submitted_at,
			(SELECT p.key FROM photos p
				WHERE p.report_id = r.id AND p.stage = 'report' AND p.released IS NOT NULL
				ORDER BY p.n LIMIT 1),
			r.released_at
		FROM reports r
		WHERE ${released(filter, after)}
		ORDER BY r.released_at DESC, r.code DESC
		LIMIT ${limit + 1}`);
	// a server's rows are like arrays, but not iterable
	const page = found.slice(0, limit).map((row) => Array.from(row) as LedgerRow);
	const [lastCode, lastReleasedAt] = [page.at(-1)?.[0], page.at(-1)?.[8]];
	return {
		rows: page.map(([code, kind, category, state, description, place, submittedAt, photoKey]) => ({
			code,
			category,
			state,
			description,
			place,
			submittedAt: publicTime({ kind, submittedAt }),
			photoKey,
			dayOnly: kind === 'conduct'
		})),
		next: found.length > limit ? `${lastReleasedAt}-${lastCode}` : null
	};
}

const inGrid = (code: string) =>
	code === noGrid
		? sql`r.grid_id IS NULL`
		: sql`r.grid_id = (SELECT g.id FROM grids g WHERE g.code = ${code})`;

function released({ group, step, grid, from, to }: LedgerFilter, after?: LedgerCursor) {
	return and(
		sql`r.released_at IS NOT NULL`,
		group === undefined ? undefined : sql`r.category_group = ${group}`,
		step === undefined ? undefined : sql`r.step = ${step}`,
		grid === undefined ? undefined : inGrid(grid),
		from === undefined ? undefined : sql`r.released_at >= ${startOfDay(from)}`,
		to === undefined ? undefined : sql`r.released_at < ${startOfDay(to) + dayMs}`,
		after && sql`(r.released_at, r.code) < (${after.releasedAt}, ${after.code})`
	);
}

export type JourneyLine = {
	label: string;
	at: number;
	note: string;
	step: number | null;
};

/**
 * One report as the public may see it, or its reporter before its release.
 * @throws Refusal('missing') also when it is there but not released: its existence is not told
 */
export async function publicReport(db: Db, actor: Actor, code: string) {
	const { report, ties } = await seenBy(db, actor, code);
	const mine = ties.reporter;
	const [place] = await db
		.select({ grid: grids.name, gridCode: grids.code, unit: units.name })
		.from(reports)
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(eq(reports.id, report.id))
		.limit(1);
	const rated = ties.rater
		? await db
				.select({ score: ratings.score })
				.from(ratings)
				.where(
					and(
						eq(ratings.reportId, report.id),
						eq(ratings.rater, ties.rater),
						eq(ratings.closedAt, report.closedAt ?? 0)
					)
				)
				.limit(1)
		: [];
	const shown = {
		code: report.code,
		kind: report.kind,
		category: report.category,
		state: report.state,
		step: report.step,
		released: report.releasedAt !== null,
		mine,
		description: mine ? report.description : report.publicDescription,
		placeName: report.placeName,
		address: mine ? report.address : '',
		grid: place?.grid ?? null,
		gridCode: place?.gridCode ?? null,
		unit: place?.unit ?? null,
		assists: (await assistsOf(db, report.id)).map(({ unit }) => unit),
		...(mine ? { lat: report.lat, lng: report.lng } : publicPoint(report)),
		submittedAt: mine ? report.submittedAt : publicTime(report),
		closedAt: report.closedAt,
		supportCount: report.supportCount,
		photosMissing: report.photosExpected > 0 && report.readyAt === null,
		photos: await visiblePhotos(db, report, mine),
		journey: await journeyOf(db, report),
		mergedInto: mine
			? await codeOf(db, report.mergedIntoId)
			: await releasedCode(db, report.mergedIntoId)
	};
	const { state, kind, unitId, releasedAt, overdue } = report;
	const taken = await timesTaken(db, report.id);
	const standing: Standing = { state, kind, unitId, releasedAt, overdue, taken };
	return { report: shown, rated: rated[0]?.score ?? null, standing, ties };
}

const publicPoint = (report: Report) => ({
	lat: report.publicLat,
	lng: report.publicLng
});

async function releasedCode(db: Db, id: number | null): Promise<string | null> {
	const code = await codeOf(db, id);
	if (code === null) return null;
	const target = await getReport(db, code);
	return target.releasedAt === null ? null : code;
}

async function visiblePhotos(db: Db, report: Report, mine: boolean) {
	const rows = await db
		.select({
			key: photos.key,
			stage: photos.stage,
			n: photos.n,
			width: photos.width,
			height: photos.height,
			released: photos.released
		})
		.from(photos)
		.where(and(eq(photos.reportId, report.id), isNull(photos.withdrawnAt)))
		.orderBy(asc(photos.id));
	// the reporter also sees the own photos that are not public, never the unit's or another's
	return rows
		.filter((photo) => photo.released !== null || (mine && cameWith(report, photo)))
		.map(({ released, n: _, ...photo }) => ({ ...photo, view: released ? 'public' : 'original' }));
}

async function journeyOf(db: Db, report: Report): Promise<JourneyLine[]> {
	const rows = await db
		.select({
			action: events.action,
			to: events.to,
			at: events.at,
			publicNote: events.publicNote
		})
		.from(events)
		.where(eq(events.reportId, report.id))
		.orderBy(asc(events.id));
	return rows.flatMap(({ action, to, at, publicNote }) => {
		const label = action === 'submit' ? '已上报' : action === 'ready' ? '' : publicLabel(action);
		if (!label) return [];
		const shownAt = report.kind === 'conduct' ? startOfDay(dayOf(at)) : at;
		return [{ label, at: shownAt, note: publicNote, step: stepReached(action, to) }];
	});
}

const publicLabel = (action: Action): string => actionFacts(action).public ?? '';

/** Which of the six steps an event ticks off; null for those that go back or aside. */
function stepReached(action: Action | 'submit' | 'ready', to: State): number | null {
	const reached: Partial<Record<typeof action, (typeof steps)[number]>> = {
		submit: '上报',
		accept: '受理',
		note: '受理',
		dispatch: '派遣',
		acknowledge: '处置',
		feedback: '核查',
		pass: '结案'
	};
	const step = reached[action];
	return step === undefined || to === 'voided' ? null : steps.indexOf(step);
}

/** The reports of one resident, newest first. */
export const reportsOfAccount = (db: Db, accountId: number) =>
	mine(db, eq(reporters.accountId, accountId));

/** The reports that the claim links held by this device stand for. */
export const reportsOfClaims = (db: Db, claims: readonly string[]) =>
	claims.length === 0
		? Promise.resolve([])
		: mine(
				db,
				and(
					isNull(reporters.accountId),
					sql`${reporters.claimHash} IN (SELECT value FROM json_each(${JSON.stringify(claims)}))`
				)
			);

function mine(db: Db, whose: ReturnType<typeof and>) {
	return db
		.select({
			code: reports.code,
			category: reports.category,
			state: reports.state,
			description: reports.description,
			place: reports.placeName,
			submittedAt: reports.submittedAt,
			closedAt: reports.closedAt,
			photoKey: firstPhotoKey
		})
		.from(reporters)
		.innerJoin(reports, eq(reports.id, reporters.reportId))
		.where(whose)
		.orderBy(desc(reports.id))
		.limit(100);
}

export async function claimHashOf(db: Db, code: string): Promise<string | null> {
	const [row] = await db
		.select({ claimHash: reporters.claimHash })
		.from(reporters)
		.innerJoin(reports, eq(reports.id, reporters.reportId))
		.where(eq(reports.code, code))
		.limit(1);
	return row?.claimHash ?? null;
}

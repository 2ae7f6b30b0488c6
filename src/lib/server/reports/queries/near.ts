import { and, desc, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { distanceMetres, type LatLng } from '../../../places/geometry';
import { categoryLabel, type Category } from '../../../reports/categories';
import { distanceWords, nearFor, type NearReport } from '../../../reports/near';
import { publicPicture } from '../../../reports/pictures';
import { openStates } from '../../../reports/workflow';
import { dayMs, dayOf, formatDay, relative, startOfDay } from '../../../time/shanghai';
import type { Db } from '../../db';
import { around, idsWithin } from '../../places/boxes';
import { grids } from '../../places/schema';
import { photos, reports } from '../schema';
import { publicTime } from '../../../reports/public-view';
import { nearSetting } from './settings';
import { standingTo } from './support';

const most = 5;

/**
 * Released open reports that may be the same trouble: of the same category first, then of the same
 * group, the nearest first, at most five. Reckoned from what is public alone, so that nothing else
 * can be found out by asking.
 */
export async function nearReports(
	db: Db,
	actor: Actor,
	device: string | null,
	place: LatLng,
	category: Category,
	at: number
): Promise<NearReport[]> {
	const near = nearFor(category, await nearSetting(db, category.id));
	if (!near) return [];
	const found = await releasedAround(db, place, category, near.metres, at - near.days * dayMs);
	const rows = found
		.map((row) => ({ ...row, metres: distanceMetres(place, row) }))
		.filter(({ metres }) => metres <= near.metres)
		.sort((a, b) => Number(b.same) - Number(a.same) || a.metres - b.metres)
		.slice(0, most);
	const pictures = await firstPictures(
		db,
		rows.map(({ id }) => id)
	);
	return Promise.all(
		rows.map(async (row) => ({
			code: row.code,
			label: categoryLabel(row.category),
			state: row.state,
			photo: pictures.get(row.id) ?? null,
			place: row.placeName || (row.grid ?? ''),
			where: distanceWords(place, row, { blurred: row.kind === 'conduct' }),
			since: sinceWords(row, at),
			supportCount: row.supportCount,
			standing: await standingTo(db, actor, device, row)
		}))
	);
}

function releasedAround(
	db: Db,
	place: LatLng,
	category: Category,
	metres: number,
	earliest: number
) {
	const same = sql<number>`${reports.category} = ${category.id}`;
	return db
		.select({
			id: reports.id,
			code: reports.code,
			kind: reports.kind,
			category: reports.category,
			state: reports.state,
			releasedAt: reports.releasedAt,
			lat: reports.publicLat,
			lng: reports.publicLng,
			placeName: reports.placeName,
			grid: grids.name,
			submittedAt: reports.submittedAt,
			supportCount: reports.supportCount,
			same
		})
		.from(reports)
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.where(
			and(
				sql`${reports.id} IN ${idsWithin('ledger_points', around(place, metres))}`,
				isNotNull(reports.releasedAt),
				inArray(reports.state, [...openStates]),
				eq(reports.categoryGroup, category.group),
				eq(reports.kind, category.kind),
				// by whole days: when one drops out must not tell the hour of conduct
				gte(reports.submittedAt, startOfDay(dayOf(earliest)))
			)
		)
		.orderBy(desc(same), desc(reports.id))
		.limit(200);
}

async function firstPictures(db: Db, ids: readonly number[]) {
	if (ids.length === 0) return new Map<number, NonNullable<NearReport['photo']>>();
	const rows = await db
		.select({
			reportId: photos.reportId,
			key: photos.key,
			width: photos.width,
			height: photos.height
		})
		.from(photos)
		.where(
			and(
				inArray(photos.reportId, [...ids]),
				inArray(photos.stage, ['report', 'support']),
				isNotNull(photos.released)
			)
		)
		// the later overwrite the earlier below
		.orderBy(desc(photos.id));
	return new Map(rows.map(({ reportId, ...photo }) => [reportId, publicPicture(photo, 640)]));
}

const sinceWords = (report: { kind: string; submittedAt: number }, at: number): string =>
	report.kind === 'conduct'
		? formatDay(dayOf(report.submittedAt), at)
		: relative(publicTime(report), at);

import { inArray, sql } from 'drizzle-orm';
import { distanceMetres } from '../../../places/geometry';
import { findCategory } from '../../../reports/categories';
import {
	alike,
	isAlike,
	likenessScore,
	likenessWords,
	mayBeMergedInto,
	wordsInCommonWith,
	type LookAlike
} from '../../../reports/look-alikes';
import { nearFor, type Near } from '../../../reports/near';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import type { Report } from '../advance';
import { reports } from '../schema';
import { firstPhotoKey } from './first-photo';
import { nearAlike, ofSameDevice, picturesAlike, wordsAlike } from './alike';
import { nearSetting } from './settings';

/** Beyond which nothing is near where the category has no measure of its own. */
const otherwise: Near = { metres: 50, days: 7 };

/** Neither taken in nor of any use to look at beside another. */
const aside = ['rejected', 'merged', 'voided'] as const;

/** Reports that may be the same trouble as this one, most alike first, each with why. */
export async function lookAlikes(db: Db, report: Report, at: number): Promise<LookAlike[]> {
	const category = findCategory(report.category);
	const near = (category && nearFor(category, await nearSetting(db, category.id))) ?? otherwise;
	const since = at - alike.days * dayMs;
	const nearIds = new Set(await nearAlike(db, report, near));
	const bits = await picturesAlike(db, report.id);
	const device = new Set(await ofSameDevice(db, report.id, since));
	const worded = await wordsAlike(db, report, since);
	const ids = new Set([...nearIds, ...bits.keys(), ...device, ...worded]);
	ids.delete(report.id);
	if (ids.size === 0) return [];
	const rows = await db
		.select({
			id: reports.id,
			code: reports.code,
			category: reports.category,
			state: reports.state,
			placeName: reports.placeName,
			description: reports.description,
			submittedAt: reports.submittedAt,
			lat: reports.lat,
			lng: reports.lng
		})
		.from(reports)
		.where(sql`${reports.id} IN (SELECT value FROM json_each(${JSON.stringify([...ids])}))`);
	const inCommon = wordsInCommonWith(report.description);
	const most = rows
		.filter(({ state }) => !(aside as readonly string[]).includes(state))
		.map((row) => {
			const metres = Math.round(distanceMetres(report, row));
			const words = row.submittedAt > since ? inCommon(row.description) : 0;
			const likeness = {
				metres: nearIds.has(row.id) && metres <= near.metres ? metres : null,
				bits: bits.get(row.id) ?? null,
				device: device.has(row.id),
				words: words >= alike.words ? words : null,
				sameCategory: row.category === report.category
			};
			return { likeness, score: likenessScore(likeness, near), metres, row };
		})
		.filter(({ likeness }) => isAlike(likeness))
		.sort((a, b) => b.score - a.score || b.row.submittedAt - a.row.submittedAt)
		.slice(0, alike.most);
	const photoKeys = await firstPhotosOf(
		db,
		most.map(({ row }) => row.id)
	);
	return most.map(({ likeness, metres, row: { id, description: _, ...row } }) => ({
		...row,
		metres,
		why: likenessWords(likeness, row.submittedAt, at),
		mergeable: mayBeMergedInto(row.state),
		photoKey: photoKeys.get(id) ?? null
	}));
}

/** Of those that are shown alone, and not of all that were compared. */
async function firstPhotosOf(db: Db, ids: readonly number[]): Promise<Map<number, string | null>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.select({ id: reports.id, photoKey: firstPhotoKey })
		.from(reports)
		.where(inArray(reports.id, [...ids]));
	return new Map(rows.map(({ id, photoKey }) => [id, photoKey]));
}

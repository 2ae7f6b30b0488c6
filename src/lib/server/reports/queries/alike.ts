import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { alike } from '../../../reports/look-alikes';
import type { Near } from '../../../reports/near';
import { distinctWords, matchAny } from '../../../reports/search';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { hammingDistance } from '../../photos/images';
import { around } from '../../places/boxes';
import type { Report } from '../advance';
import { photos, reporters, reports } from '../schema';
import { whole } from './search-candidates';
import { fromOpen, isOpen } from './town-map';

/** As many as each way of being alike brings at most. */
const most = 200;

/** Open reports around it, sent not longer before or after it than the category says. */
export async function nearAlike(db: Db, report: Report, near: Near): Promise<number[]> {
	const within = near.days * dayMs;
	const { west, south, east, north } = around(report, near.metres);
	// by the index of the open alone: around a busy corner the finished are far more
	const rows = await db.values<[number]>(
		sql`SELECT id FROM ${fromOpen} WHERE ${isOpen}
			AND lng BETWEEN ${west} AND ${east} AND lat BETWEEN ${south} AND ${north}
			AND submitted_at BETWEEN ${report.submittedAt - within} AND ${report.submittedAt + within}
			ORDER BY id DESC LIMIT ${most}`
	);
	return rows.map(([id]) => id);
}

/** How few bits the picture most alike of each other report differs in. */
export async function picturesAlike(db: Db, reportId: number): Promise<Map<number, number>> {
	const own = await db
		.select({ dhash: photos.dhash })
		.from(photos)
		.where(
			and(eq(photos.reportId, reportId), eq(photos.stage, 'report'), isNull(photos.withdrawnAt))
		);
	const found = new Map<number, number>();
	for (const { dhash } of own.filter(({ dhash }) => tells(dhash))) {
		for (const other of await sharingBand(db, dhash)) {
			const bits = hammingDistance(dhash, other.dhash);
			if (other.reportId === reportId || bits > alike.bits) continue;
			found.set(other.reportId, Math.min(bits, found.get(other.reportId) ?? bits));
		}
	}
	return found;
}

/** A picture of one plain surface is like any other. */
function tells(dhash: string): boolean {
	if (!/^[0-9a-f]{16}$/.test(dhash)) return false;
	const set = hammingDistance(dhash, '0'.repeat(16));
	return set > 4 && set < 60;
}

async function sharingBand(db: Db, dhash: string) {
	const bands = [0, 1, 2, 3].map(
		(band) => sql`SELECT photo_id FROM (SELECT photo_id FROM photo_bands
			WHERE band = ${band} AND value = ${dhash.slice(band * 4, band * 4 + 4)}
			ORDER BY photo_id DESC LIMIT ${most})`
	);
	return db
		.select({ reportId: photos.reportId, dhash: photos.dhash })
		.from(photos)
		.where(
			and(
				sql`${photos.id} IN (${sql.join(bands, sql` UNION `)})`,
				inArray(photos.stage, ['report', 'support']),
				isNull(photos.withdrawnAt)
			)
		);
}

/** Sent from the same device; whose it is, nobody knows. */
export async function ofSameDevice(db: Db, reportId: number, since: number): Promise<number[]> {
	const [own] = await db
		.select({ deviceHash: reporters.deviceHash })
		.from(reporters)
		.where(eq(reporters.reportId, reportId))
		.limit(1);
	if (!own?.deviceHash) return [];
	const rows = await db
		.select({ id: reporters.reportId })
		.from(reporters)
		.innerJoin(reports, eq(reports.id, reporters.reportId))
		.where(and(eq(reporters.deviceHash, own.deviceHash), gt(reports.submittedAt, since)))
		.orderBy(desc(reporters.reportId))
		.limit(most);
	return rows.map(({ id }) => id);
}

/** How many of a description's words are looked at, and by how many of the rarest is looked. */
const wordsAsked = 40;
const wordsTaken = 8;

/** Reports that have one of the rarer words of this one's description. */
export async function wordsAlike(db: Db, report: Report, since: number): Promise<number[]> {
	const words = distinctWords(report.description).slice(0, wordsAsked);
	if (words.length < 3) return [];
	const [first] = await db.values<[number]>(
		sql`SELECT min(id) FROM reports WHERE submitted_at =
			(SELECT min(submitted_at) FROM reports WHERE submitted_at > ${since})`
	);
	const from = whole(first?.[0] ?? 0);
	const asked = JSON.stringify(words.map((word) => ({ word, match: matchAny([word]) })));
	const rows = await db.values<[string, number]>(
		sql`SELECT value ->> 'word', (SELECT count(*) FROM (SELECT 1 FROM report_words
				WHERE report_words MATCH value ->> 'match' AND rowid >= ${from} LIMIT ${most}))
			FROM json_each(${asked})`
	);
	// a word of this report alone leads nowhere
	const counted = rows.filter(([, count]) => count > 1);
	if (counted.length === 0) return [];
	const rarest = counted.sort(([, a], [, b]) => a - b).slice(0, wordsTaken);
	const found = await db.values<[number]>(
		sql`SELECT rowid FROM report_words
			WHERE report_words MATCH ${matchAny(rarest.map(([word]) => word))}
			AND rowid >= ${from} ORDER BY rowid DESC LIMIT ${most}`
	);
	return found.map(([id]) => id);
}

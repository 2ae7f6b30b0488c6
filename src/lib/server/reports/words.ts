import { eq, inArray, sql } from 'drizzle-orm';
import { categoryLabel, groupLabel } from '../../reports/categories';
import { bigrams, factWord } from '../../reports/search';
import type { Db } from '../db';
import { grids, segments, units } from '../places/schema';
import { reports } from './schema';

/**
 * Writes the words of reports that changed, the newest first, at most `limit` of them; triggers say
 * which (`words_due`). Returns how many.
 */
export async function refreshWords(db: Db, limit: number): Promise<number> {
	if ((await dueWords(db, 1)).length === 0) return 0;
	return db.transaction(async (tx) => {
		const ids = await dueWords(tx, limit);
		for (const row of await textsOf(tx, ids)) {
			await tx.run(
				sql`INSERT OR REPLACE INTO report_words (rowid, words) VALUES (${row.id}, ${wordsOf(row)})`
			);
		}
		await tx.run(sql`DELETE FROM words_due WHERE report_id IN ${ids}`);
		return ids.length;
	});
}

async function dueWords(db: Db, limit: number): Promise<number[]> {
	const rows = await db.values<[number]>(
		sql`SELECT report_id FROM words_due WHERE report_id > 0 ORDER BY report_id DESC LIMIT ${limit}`
	);
	return rows.map(([id]) => id);
}

const textsOf = (db: Db, ids: readonly number[]) =>
	db
		.select({
			id: reports.id,
			code: reports.code,
			category: reports.category,
			categoryGroup: reports.categoryGroup,
			description: reports.description,
			publicDescription: reports.publicDescription,
			address: reports.address,
			placeName: reports.placeName,
			gridId: reports.gridId,
			grid: grids.name,
			street: segments.street,
			segment: segments.name,
			unitId: reports.unitId,
			unit: units.name
		})
		.from(reports)
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.leftJoin(segments, eq(segments.id, reports.segmentId))
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(inArray(reports.id, [...ids]));

type Texts = Awaited<ReturnType<typeof textsOf>>[number];

function wordsOf(report: Texts): string {
	const { description, publicDescription, street, segment } = report;
	const texts = [
		report.code,
		categoryLabel(report.category),
		groupLabel(report.categoryGroup),
		description,
		publicDescription === description ? '' : publicDescription,
		report.address,
		report.placeName,
		report.grid ?? '',
		// a segment is named after its street
		segment?.includes(street ?? '') ? '' : (street ?? ''),
		segment ?? '',
		report.unit ?? ''
	];
	const facts = [
		factWord('category', report.category),
		factWord('group', report.categoryGroup),
		...(report.gridId === null ? [] : [factWord('grid', report.gridId)]),
		...(report.unitId === null ? [] : [factWord('unit', report.unitId)])
	];
	return [...bigrams(texts.join('\n')), ...facts].join(' ');
}

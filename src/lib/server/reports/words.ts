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

/** As much as is written before others get their turn. */
const pagesAtOnce = 16;

/**
 * Gathers the index of words into one piece. Refreshing leaves several, and a search looks into each:
 * with a million reports that takes four times as long. `letOthers` is awaited between two steps.
 */
export async function gatherWords(db: Db, letOthers: () => Promise<unknown>): Promise<void> {
	// below nothing: all pieces, however few and large they are; from then on what was begun
	for (let pages = -pagesAtOnce; await mergeWords(db, pages); pages = pagesAtOnce) {
		await letOthers();
	}
}

/** Whether there was anything to do. */
const mergeWords = (db: Db, pages: number): Promise<boolean> =>
	db.transaction(async (tx) => {
		const written = async () => (await tx.values<[number]>(sql`SELECT total_changes()`))[0]![0];
		const before = await written();
		await tx.run(sql`INSERT INTO report_words (report_words, rank)
			VALUES ('merge', CAST(${pages} AS INTEGER))`);
		// the command itself counts as one
		return (await written()) - before > 1;
	});

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

import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Person } from '../../surveys/compute';
import type { Db } from '../db';
import { listGrids } from '../places/queries';
import { responses } from './schema';

/*
 * A wave may have a hundred thousand answers, half a gigabyte if all are held at once: they are read and
 * written a thousand at a time.
 */
const atOnce = 1000;

async function* paged<Row extends { id: number }>(read: (after: number) => Promise<Row[]>) {
	for (let last = -1; ;) {
		const rows = await read(last);
		if (rows.length === 0) return;
		yield rows;
		last = rows.at(-1)!.id;
	}
}

const after = (waveId: number, id: number) =>
	and(eq(responses.waveId, waveId), gt(responses.id, id));

/** What was answered in a wave, by id, some at a time. */
export const answersOf = (db: Db, waveId: number) =>
	paged((last) =>
		db
			.select({ id: responses.id, answers: responses.answers, setAside: responses.setAside })
			.from(responses)
			.where(after(waveId, last))
			.orderBy(asc(responses.id))
			.limit(atOnce)
	);

/** The same with what a reviewer's flags are made of. */
export const reviewedOf = (db: Db, waveId: number) =>
	paged((last) =>
		db
			.select({
				id: responses.id,
				answers: responses.answers,
				seconds: responses.seconds,
				enumeratorId: responses.enumeratorId,
				late: responses.late
			})
			.from(responses)
			.where(after(waveId, last))
			.orderBy(asc(responses.id))
			.limit(atOnce)
	);

/** `weight` is what the margins made of `baseWeight` when the wave was last computed. */
export type Answerer = Person & { id: number; weight: number | null };

type StoredPerson = [
	id: number,
	baseWeight: number,
	weight: number | null,
	age: string | null,
	sex: string | null,
	town: string | null,
	gridId: number | null,
	flagged: number,
	setAside: number
];

/** All who answered, in the same order, without what they answered. */
export async function peopleOf(db: Db, waveId: number): Promise<Answerer[]> {
	const gridOf = new Map((await listGrids(db)).map((grid) => [grid.id, grid]));
	const kept = new Map<string, string>();
	const people: Answerer[] = [];
	for (let last = -1; ; last = people.at(-1)!.id) {
		// as they stand in the database: naming the columns of each row would take as long as reading them
		const page = await db.values<StoredPerson>(sql`SELECT
			id, base_weight, weight, age, sex, town, grid_id, flags <> '[]', set_aside
			FROM responses WHERE wave_id = ${waveId} AND id > ${last} ORDER BY id LIMIT ${atOnce}`);
		if (page.length === 0) return people;
		for (const [id, baseWeight, weight, age, sex, town, gridId, flagged, setAside] of page) {
			const grid = gridOf.get(gridId ?? 0);
			people.push({
				id,
				baseWeight,
				weight,
				age: keptOnce(kept, age),
				sex: keptOnce(kept, sex),
				// whoever was drawn by grids lives where the household was drawn
				town: grid?.town ?? keptOnce(kept, town),
				grid: grid?.name ?? null,
				stratum: grid?.town ?? null,
				flagged: flagged === 1,
				setAside: setAside === 1
			});
		}
	}
}

/** The one text of those that say the same. */
function keptOnce(kept: Map<string, string>, text: string | null): string | null {
	if (text === null) return null;
	const found = kept.get(text);
	if (found === undefined) kept.set(text, text);
	return found ?? text;
}

/**
 * Writes one column of many answers where it changes.
 * @param of what is stored for the one of this number
 */
export async function setEach(
	tx: Db,
	column: 'flags' | 'weight',
	ids: readonly number[],
	of: (i: number) => string | number | null
): Promise<void> {
	const name = sql.identifier(column);
	for (let from = 0; from < ids.length; from += atOnce) {
		const pairs = ids.slice(from, from + atOnce).map((id, i) => [id, of(from + i)]);
		await tx.run(sql`UPDATE responses SET ${name} = found.value
			FROM (SELECT value ->> 0 AS id, value ->> 1 AS value FROM json_each(${JSON.stringify(pairs)})) found
			WHERE responses.id = found.id AND responses.${name} IS NOT found.value`);
	}
}

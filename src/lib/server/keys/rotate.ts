import { theSystem } from '../../accounts/roles';
import { sealedInAccounts } from '../accounts/sealed';
import { record } from '../audit/record';
import type { Db } from '../db';
import { sealedInPlaces } from '../places/sealed';
import { sealedInReports } from '../reports/sealed';
import type { Sealing } from '../sealing';
import { sealedInSurveys } from '../surveys/sealed';
import { sealedInVolunteering } from '../volunteering/sealed';
import { sealedOnSite } from '../volunteering/shift-secrets';

/** A column of sealed values, as the domain that owns it reads and writes it. */
export type SealedColumn = {
	/** `table.column` as in the database. */
	name: string;
	/** What the value is also found by, if it is. */
	purpose?: 'phone';
	rows(
		db: Db,
		after: number,
		limit: number
	): Promise<{ id: number; sealed: string | null; index?: string | null }[]>;
	write(tx: Db, id: number, sealed: string, index: string): Promise<unknown>;
};

export const sealedColumns: readonly SealedColumn[] = [
	...sealedInAccounts,
	...sealedInReports,
	...sealedInPlaces,
	...sealedInVolunteering,
	...sealedOnSite,
	...sealedInSurveys
];

const batch = 200;

/**
 * Seals whatever is under an older key by the newest, and derives its index anew, in batches of a
 * transaction each: broken off anywhere, it is gone on with by calling it again. Returns how many
 * values were changed; `onBatch` hears of each batch.
 */
export async function rotateKeys(
	db: Db,
	seal: Sealing,
	at: number,
	onBatch: (changed: number, column: string) => void = () => {}
): Promise<number> {
	let total = 0;
	for (const column of sealedColumns) {
		for (let after = 0; ;) {
			const { last, changed } = await db.transaction(async (tx) => {
				const rows = await column.rows(tx, after, batch);
				const old = rows.filter((row) => isOld(seal, column, row));
				for (const { id, sealed } of old) {
					const plain = seal.open(sealed ?? '');
					const index = column.purpose ? seal.index(column.purpose, plain) : '';
					await column.write(tx, id, seal.seal(plain), index);
				}
				return { last: rows.at(-1)?.id, changed: old.length };
			});
			if (last === undefined) break;
			after = last;
			total += changed;
			if (changed > 0) onBatch(changed, column.name);
		}
	}
	await db.transaction((tx) =>
		record(tx, theSystem, 'rotate_keys', 'keys', at, { changed: total, key: seal.newest })
	);
	return total;
}

/** How many values are still under an older key, by column. */
export async function underOldKeys(db: Db, seal: Sealing): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const column of sealedColumns) {
		counts[column.name] = 0;
		for (let after = 0; ;) {
			const rows = await column.rows(db, after, batch);
			if (rows.length === 0) break;
			after = rows.at(-1)!.id;
			counts[column.name]! += rows.filter((row) => isOld(seal, column, row)).length;
		}
	}
	return counts;
}

function isOld(
	seal: Sealing,
	{ purpose }: SealedColumn,
	{ sealed, index }: { sealed: string | null; index?: string | null }
): boolean {
	if (sealed === null) return false;
	if (seal.sealedBy(sealed) !== seal.newest) return true;
	return purpose !== undefined && index !== seal.index(purpose, seal.open(sealed));
}

import { and, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import { theSystem } from '../../../accounts/roles';
import { stateNames, states } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import type { Upkeep } from '../../photos/store';
import { photos, reporters, reports } from '../schema';

/** Removes stored pictures of before `before` (ms) that no photo names; returns how many. */
export function removeStrayPictures(db: Db, storage: Upkeep, before: number): Promise<number> {
	return storage.prune(before, async (sha256s) => {
		const named = await db
			.select({ sha256: photos.original })
			.from(photos)
			.where(inArray(photos.original, sha256s))
			.union(
				db
					.select({ sha256: sql<string>`${photos.released}` })
					.from(photos)
					.where(inArray(photos.released, sha256s))
			);
		return new Set(named.map(({ sha256 }) => sha256));
	});
}

/** How long a guest's phone number outlives the case, days (个人信息保护法 §19). */
const contactDays = 30;
const overStates = stateNames.filter((state) => states[state].over);

/** Erases the contacts that guests left on reports over for 30 days; returns how many. */
export async function eraseOldContacts(db: Db, at: number): Promise<number> {
	return db.transaction(async (tx) => {
		const erased = await tx
			.update(reporters)
			.set({ phoneSealed: null, phoneIndex: null })
			.where(
				and(
					isNotNull(reporters.phoneSealed),
					sql`${reporters.reportId} IN ${tx
						.select({ id: reports.id })
						.from(reports)
						.where(
							and(
								inArray(reports.state, overStates),
								lt(reports.stateSince, at - contactDays * dayMs)
							)
						)}`
				)
			)
			.returning({ reportId: reporters.reportId });
		if (erased.length > 0) {
			await record(tx, theSystem, 'erase_contacts', 'reports', at, { reports: erased.length });
		}
		return erased.length;
	});
}

import { and, eq, gt, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { theSystem } from '../../../accounts/roles';
import { takedownContactDays } from '../../../reports/takedowns';
import { stateNames, states } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import type { Upkeep } from '../../photos/store';
import { fieldPhotos, fieldSends } from '../desk-schema';
import { photos, reporters, reports, takedowns } from '../schema';

/** How long the first photos of what is sent from the field wait for the last, days. */
const awaitedDays = 14;

/**
 * Removes stored pictures of before `before` (ms) that no photo names, or those made from the one
 * picture `only`; returns how many.
 */
export function removeStrayPictures(
	db: Db,
	storage: Upkeep,
	before: number,
	only?: string
): Promise<number> {
	const wanted = async (sha256s: string[]) => {
		const named = await db
			.select({ sha256: photos.original })
			.from(photos)
			.where(inArray(photos.original, sha256s))
			.union(
				db
					.select({ sha256: sql<string>`${photos.released}` })
					.from(photos)
					.where(inArray(photos.released, sha256s))
			)
			// the rest of what was sent with it is still on its way
			.union(
				db
					.select({ sha256: fieldPhotos.original })
					.from(fieldPhotos)
					.innerJoin(fieldSends, eq(fieldSends.key, fieldPhotos.key))
					.where(
						and(
							inArray(fieldPhotos.original, sha256s),
							isNull(fieldSends.doneAt),
							gt(fieldSends.at, before - awaitedDays * dayMs)
						)
					)
			);
		return new Set(named.map(({ sha256 }) => sha256));
	};
	return storage.prune(before, wanted, only);
}

/** How long a guest's phone number outlives the case, days (个人信息保护法 §19). */
const contactDays = 30;
const overStates = stateNames.filter((state) => states[state].over);

/** Erases the contacts that guests left on reports over for 30 days; returns how many. */
export async function eraseOldContacts(db: Db, at: number): Promise<number> {
	return db.transaction(async (tx) => {
		const erased = await tx
			.update(reporters)
			.set({ phoneSealed: null, phoneIndex: null, deviceHash: null })
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

/** Erases how to reach those whose take-down request was answered 30 days ago; returns how many. */
export async function eraseTakedownContacts(db: Db, at: number): Promise<number> {
	return db.transaction(async (tx) => {
		const erased = await tx
			.update(takedowns)
			.set({ contactSealed: null })
			.where(
				and(
					isNotNull(takedowns.contactSealed),
					lt(takedowns.decidedAt, at - takedownContactDays * dayMs)
				)
			)
			.returning({ id: takedowns.id });
		if (erased.length > 0) {
			await record(tx, theSystem, 'erase_contacts', 'takedowns', at, {
				takedowns: erased.length
			});
		}
		return erased.length;
	});
}

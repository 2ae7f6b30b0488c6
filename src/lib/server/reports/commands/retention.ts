import { and, eq, gt, inArray, isNotNull, isNull, lt, sql, type Column } from 'drizzle-orm';
import { theSystem } from '../../../accounts/roles';
import { retentionClasses } from '../../../retention/classes';
import { takedownContactDays } from '../../../reports/takedowns';
import { stateNames, states } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import type { Upkeep } from '../../photos/store';
import { teamPhotos } from '../../volunteering/on-site-schema';
import { picturesNamed } from '../../posters/queries';
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
	return storage.prune(before, wantedPictures(db, before), only);
}

/** Which pictures a row names; what waits for the rest of its send is wanted for some days before `at`. */
export const wantedPictures =
	(db: Db, at: number) =>
	async (sha256s: string[]): Promise<Set<string>> => {
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
							gt(fieldSends.at, at - awaitedDays * dayMs)
						)
					)
			)
			.union(
				db
					.select({ sha256: teamPhotos.sha256 })
					.from(teamPhotos)
					.where(inArray(teamPhotos.sha256, sha256s))
			);
		const ofPosters = await picturesNamed(db, sha256s);
		return new Set([...named.map(({ sha256 }) => sha256), ...ofPosters]);
	};

const overStates = stateNames.filter((state) => states[state].over);

/** Left by guests on reports that were over before `before` (ms). */
const oldContacts = (db: Db, before: number) =>
	and(
		isNotNull(reporters.phoneSealed),
		sql`${reporters.reportId} IN ${db
			.select({ id: reports.id })
			.from(reports)
			.where(and(inArray(reports.state, overStates), lt(reports.stateSince, before)))}`
	);

const oldTakedowns = (before: number) =>
	and(isNotNull(takedowns.contactSealed), lt(takedowns.decidedAt, before));

export const countOldContacts = (db: Db, before: number): Promise<number> =>
	db.$count(reporters, oldContacts(db, before));

export const countTakedownContacts = (db: Db, before: number): Promise<number> =>
	db.$count(takedowns, oldTakedowns(before));

/** Erases the contacts that guests left on reports over for `days` (个人信息保护法 §19); returns how many. */
export async function eraseOldContacts(
	db: Db,
	at: number,
	days: number = retentionClasses.guest_contacts.standard
): Promise<number> {
	return db.transaction(async (tx) => {
		const erased = await tx
			.update(reporters)
			.set({ phoneSealed: null, phoneIndex: null })
			.where(oldContacts(tx, at - days * dayMs))
			.returning({ reportId: reporters.reportId });
		if (erased.length > 0) {
			await record(tx, theSystem, 'erase_contacts', 'reports', at, { reports: erased.length });
		}
		return erased.length;
	});
}

/** Erases how to reach those whose take-down request was answered so long ago; returns how many. */
export async function eraseTakedownContacts(
	db: Db,
	at: number,
	days: number = takedownContactDays
): Promise<number> {
	return db.transaction(async (tx) => {
		const erased = await tx
			.update(takedowns)
			.set({ contactSealed: null })
			.where(oldTakedowns(at - days * dayMs))
			.returning({ id: takedowns.id });
		if (erased.length > 0) {
			await record(tx, theSystem, 'erase_contacts', 'takedowns', at, {
				takedowns: erased.length
			});
		}
		return erased.length;
	});
}

const overSince = (reportId: Column, before: number) => sql`EXISTS (SELECT 1 FROM reports r
	WHERE r.id = ${reportId} AND r.state_since < ${before}
	AND +r.state IN ${overStates})`;

const oldDevices = (before: number) =>
	// not IS NOT NULL: what is erased is not gone through again
	and(gt(reporters.deviceHash, ''), overSince(reporters.reportId, before));

export const countOldDevices = (db: Db, before: number): Promise<number> =>
	db.$count(reporters, oldDevices(before));

const devicesAtOnce = 2000;

/** Erases what tells reports of one device, of reports over before `before` (ms); returns how many. */
export async function eraseOldDevices(db: Db, before: number): Promise<number> {
	let erased = 0;
	for (;;) {
		const some = db
			.select({ reportId: reporters.reportId })
			.from(reporters)
			.where(oldDevices(before))
			.limit(devicesAtOnce);
		const rows = await db
			.update(reporters)
			.set({ deviceHash: null })
			.where(inArray(reporters.reportId, some))
			.returning({ reportId: reporters.reportId });
		erased += rows.length;
		if (rows.length < devicesAtOnce) return erased;
	}
}

/** Which photos lose their original, or the copy that the public sees. */
const oldPhotos = {
	original: (before: number) =>
		and(sql`original <> ''`, lt(photos.at, before), overSince(photos.reportId, before)),
	released: (before: number) =>
		and(sql`released IS NOT NULL`, lt(photos.at, before), overSince(photos.reportId, before))
};

export const countOldPhotos = (
	db: Db,
	which: keyof typeof oldPhotos,
	before: number
): Promise<number> => db.$count(photos, oldPhotos[which](before));

const photosAtOnce = 500;

/**
 * Erases originals, or public copies, of reports over before `before` (ms), some at a time; their rows
 * stay. The pictures go with the next round that removes what no row names.
 */
export async function eraseOldPhotos(
	db: Db,
	which: keyof typeof oldPhotos,
	before: number
): Promise<number> {
	let erased = 0;
	for (;;) {
		const rows = await db.transaction(async (tx) => {
			const some = tx
				.select({ id: photos.id })
				.from(photos)
				.where(oldPhotos[which](before))
				.limit(photosAtOnce);
			return tx
				.update(photos)
				.set(which === 'original' ? { original: '', dhash: '' } : { released: null })
				.where(inArray(photos.id, some))
				.returning({ id: photos.id });
		});
		erased += rows.length;
		if (rows.length < photosAtOnce) return erased;
	}
}

import { and, gt, lt } from 'drizzle-orm';
import type { Db } from '../db';
import { posterSiteChecks } from './schema';

const old = (before: number) =>
	// not IS NOT NULL: what is erased is not gone through again
	and(gt(posterSiteChecks.photo, ''), lt(posterSiteChecks.at, before));

export const countOldSitePhotos = (db: Db, before: number): Promise<number> =>
	db.$count(posterSiteChecks, old(before));

/** Of checks before `before`, ms; what was found stays, and the files go with the upkeep. @returns how many */
export async function eraseOldSitePhotos(db: Db, before: number): Promise<number> {
	const gone = await db
		.update(posterSiteChecks)
		.set({ photo: null })
		.where(old(before))
		.returning({ id: posterSiteChecks.id });
	return gone.length;
}

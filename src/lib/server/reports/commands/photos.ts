import { randomBytes } from 'node:crypto';
import { and, count, eq, lt, max } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { photos, reports, type photoStages } from '../schema';
import { enterTriage } from './enter-triage';

export type StoredPhoto = {
	uploadHash: string;
	original: string;
	width: number;
	height: number;
	dhash: string;
};

/**
 * Adds photo `n` of the report that was sent under `key`; the last one lets it enter triage.
 * Returns whether it is new. @throws Refusal('conflict') for another photo in the same place
 */
export async function addReportPhoto(
	db: Db,
	actor: Actor,
	key: string,
	n: number,
	photo: StoredPhoto,
	at: number
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const [report] = await tx.select().from(reports).where(eq(reports.key, key)).limit(1);
		if (!report) throw new Refusal('missing', '请先提交上报内容，再传照片');
		if (n >= report.photosExpected) {
			throw new Refusal('invalid', `这份上报只有 ${report.photosExpected} 张照片`);
		}
		const added = await putPhoto(tx, report.id, 'report', n, photo, at);
		if (!added) return false;
		if (report.state !== 'submitted' || (report.readyAt !== null && !report.incomplete)) {
			throw new Refusal('conflict', '这件已经在办理，不能再加照片');
		}
		await record(tx, actor, 'add_photo', `report:${report.code}`, at, { n });
		const [arrived] = await tx
			.select({ photos: count() })
			.from(photos)
			.where(
				and(
					eq(photos.reportId, report.id),
					eq(photos.stage, 'report'),
					lt(photos.n, report.photosExpected)
				)
			);
		// those that were taken back meanwhile have arrived all the same
		if (report.readyAt === null && arrived?.photos === report.photosExpected) {
			await enterTriage(tx, report.id, at);
		}
		return true;
	});
}

/** Whether photo `n` is there already, before work is spent on decoding it. */
export async function photoStanding(
	db: Db,
	key: string,
	n: number
): Promise<{ uploadHash: string | null }> {
	const [report] = await db
		.select({ id: reports.id, expected: reports.photosExpected })
		.from(reports)
		.where(eq(reports.key, key))
		.limit(1);
	if (!report) throw new Refusal('missing', '请先提交上报内容，再传照片');
	if (n >= report.expected) {
		throw new Refusal('invalid', `这份上报只有 ${report.expected} 张照片`);
	}
	const [photo] = await db
		.select({ uploadHash: photos.uploadHash })
		.from(photos)
		.where(and(eq(photos.reportId, report.id), eq(photos.stage, 'report'), eq(photos.n, n)))
		.limit(1);
	return { uploadHash: photo?.uploadHash ?? null };
}

async function putPhoto(
	tx: Db,
	reportId: number,
	stage: (typeof photoStages)[number],
	n: number,
	photo: StoredPhoto,
	at: number
): Promise<boolean> {
	const [there] = await tx
		.select({ uploadHash: photos.uploadHash })
		.from(photos)
		.where(and(eq(photos.reportId, reportId), eq(photos.stage, stage), eq(photos.n, n)))
		.limit(1);
	if (there) {
		if (there.uploadHash === photo.uploadHash) return false;
		throw new Refusal('conflict', `第 ${n + 1} 张已经是另一张照片`);
	}
	const { uploadHash, original, width, height, dhash } = photo;
	const key = randomBytes(15).toString('base64url');
	await tx
		.insert(photos)
		.values({ key, reportId, stage, n, at, uploadHash, original, width, height, dhash });
	return true;
}

/**
 * Adds photos behind those that the stage has already, and behind the report's own; one with a moment
 * of its own keeps it.
 */
export async function appendPhotos(
	tx: Db,
	reportId: number,
	stage: (typeof photoStages)[number],
	added: readonly (StoredPhoto & { at?: number })[],
	at: number
) {
	const [before] = await tx
		.select({ last: max(photos.n) })
		.from(photos)
		.where(and(eq(photos.reportId, reportId), eq(photos.stage, stage)));
	const first = (before?.last ?? -1) + 1;
	for (const [i, photo] of added.entries()) {
		await putPhoto(tx, reportId, stage, first + i, photo, photo.at ?? at);
	}
}

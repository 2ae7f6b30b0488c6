import { and, count, eq, gt, inArray, isNull } from 'drizzle-orm';
import { mayTriage } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import type { Box } from '../../../photos/mask';
import type { PhotoDecision } from '../../../reports/forms';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { mosaic } from '../../photos/images';
import type { PhotoStore } from '../../photos/store';
import { Refusal } from '../../refusal';
import { getReport } from '../queries/casework';
import { events, photos, reports, takedowns } from '../schema';

/**
 * One photo was looked at and may be shown: `released` names the stored public copy, masked where
 * `masks` say so. null keeps it back.
 */
export async function releasePhoto(
	db: Db,
	actor: Actor,
	photoKey: string,
	released: { name: string; masks: Box[] } | null,
	at: number
) {
	if (!mayTriage(actor)) throw new Refusal('forbidden', '只有值守员可以公开照片');
	await db.transaction(async (tx) => {
		const [photo] = await tx
			.select({ id: photos.id, code: reports.code, withdrawnAt: photos.withdrawnAt })
			.from(photos)
			.innerJoin(reports, eq(reports.id, photos.reportId))
			.where(eq(photos.key, photoKey))
			.limit(1);
		if (!photo) throw new Refusal('missing', '没有这张照片');
		if (photo.withdrawnAt !== null) throw takenBack();
		await tx
			.update(photos)
			.set({ decidedAt: at, released: released?.name ?? null, masks: released?.masks ?? null })
			.where(eq(photos.id, photo.id));
		const action = released ? 'release_photo' : 'withhold_photo';
		await record(tx, actor, action, `report:${photo.code}`, at, {
			photo: photo.id,
			masks: released?.masks.length ?? 0
		});
	});
}

/**
 * A moderator looked at a photo and says what the public gets: the photo as it is, a new picture in
 * which `masks` are covered, or nothing. A picture is stored before the database speaks of it; the
 * original stays with case staff.
 */
export async function decideOnPhoto(
	db: Db,
	storage: PhotoStore,
	actor: Actor,
	photoKey: string,
	{ how, masks }: { how: PhotoDecision; masks: Box[] },
	at: number
) {
	if (!mayTriage(actor)) throw new Refusal('forbidden', '只有值守员可以公开照片');
	if (how === 'withhold') return releasePhoto(db, actor, photoKey, null, at);
	const covered = how === 'masked' ? masks : [];
	const name = await publicCopy(db, storage, photoKey, covered);
	await releasePhoto(db, actor, photoKey, { name, masks: covered }, at);
}

async function publicCopy(db: Db, storage: PhotoStore, photoKey: string, masks: readonly Box[]) {
	const [photo] = await db
		.select({ original: photos.original, withdrawnAt: photos.withdrawnAt })
		.from(photos)
		.where(eq(photos.key, photoKey))
		.limit(1);
	if (!photo) throw new Refusal('missing', '没有这张照片');
	if (photo.withdrawnAt !== null) throw takenBack();
	if (photo.original === '') throw erasedOnSchedule();
	if (masks.length === 0) return photo.original;
	const original = await storage.get(`${photo.original}.jpg`);
	if (!original) throw erasedOnSchedule();
	const masked = await mosaic(original, masks);
	await storage.put(`${masked.sha256}.jpg`, masked.jpeg);
	return masked.sha256;
}

const erasedOnSchedule = () => new Refusal('missing', '这张照片的原件已按期删除，不能再公开或遮挡');

const takenBack = () =>
	new Refusal('conflict', '上报人刚刚撤回了这张照片，照片已删除。请刷新后再看。');

/** Puts the report on the public ledger, with the text as the moderator leaves it. */
export async function releaseReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { description: string; seen?: number },
	at: number
) {
	if (!mayTriage(actor)) throw new Refusal('forbidden', '只有值守员可以公开');
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		if (report.readyAt === null || report.state === 'voided') {
			throw new Refusal('conflict', '这件现在不能公开');
		}
		await refuseUnseenPhotos(tx, report.id);
		if (input.seen !== undefined) await refuseStale(tx, report.id, input.seen);
		await tx
			.update(reports)
			.set({ releasedAt: report.releasedAt ?? at, publicDescription: input.description })
			.where(eq(reports.id, report.id));
		await record(tx, actor, 'release', `report:${code}`, at);
	});
}

async function refuseUnseenPhotos(tx: Db, reportId: number) {
	const [unseen] = await tx
		.select({ photos: count() })
		.from(photos)
		.where(
			and(
				eq(photos.reportId, reportId),
				inArray(photos.stage, ['report', 'support']),
				isNull(photos.decidedAt),
				isNull(photos.withdrawnAt)
			)
		);
	if (unseen && unseen.photos > 0) {
		throw new Refusal('conflict', `还有 ${unseen.photos} 张照片没有看过，请先逐张决定是否公开`);
	}
}

// Whoever had the page open when the reporter mended the text would publish the old one, and undo a
// take-down unawares.
async function refuseStale(tx: Db, reportId: number, seen: number) {
	const [mended] = await tx
		.select({ at: events.at })
		.from(events)
		.where(and(eq(events.reportId, reportId), eq(events.action, 'mend'), gt(events.at, seen)))
		.limit(1);
	if (mended) throw new Refusal('conflict', '上报人刚刚修改了说明，请刷新，看过新的文字再公开');
	const [takenDown] = await tx
		.select({ id: takedowns.id })
		.from(takedowns)
		.where(
			and(
				eq(takedowns.reportId, reportId),
				eq(takedowns.outcome, 'taken_down'),
				gt(takedowns.decidedAt, seen)
			)
		)
		.limit(1);
	if (takenDown) throw new Refusal('conflict', '这件刚刚应请求撤下了，请刷新后再看');
}

export async function withdrawReport(db: Db, actor: Actor, code: string, at: number) {
	if (!mayTriage(actor)) throw new Refusal('forbidden', '只有值守员可以撤回公开');
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await tx.update(reports).set({ releasedAt: null }).where(eq(reports.id, report.id));
		await record(tx, actor, 'withdraw', `report:${code}`, at);
	});
}

import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { mayWithdraw } from '../../../reports/policy';
import { minuteMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import type { Upkeep } from '../../photos/store';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { seenBy } from '../queries/casework';
import { photos, reporters } from '../schema';
import { removeStrayPictures } from './retention';

/**
 * Of the stored pictures of a photo that was taken back: `soon` when one of them was put just now and the
 * next round of the upkeep takes it, `kept` when another photo is the same picture.
 */
export type PictureFate = 'erased' | 'soon' | 'kept';

/** How long a picture may be on its way from the store to its row. */
const onItsWay = minuteMs;

/** @throws Refusal('forbidden') for all but the reporter */
export async function ownReport(tx: Db, actor: Actor, code: string) {
	const seen = await seenBy(tx, actor, code);
	if (!seen.ties.reporter) throw new Refusal('forbidden', '只有上报人自己可以这样做');
	return seen;
}

/**
 * The reporter puts text and address right before anyone else reads them. The earlier words are kept
 * nowhere: the journal says only that they were mended. Returns whether anything was changed.
 */
export async function mendReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { description: string; address: string },
	at: number
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const { report, ties } = await ownReport(tx, actor, code);
		if (report.releasedAt !== null) {
			throw new Refusal('conflict', '这件已经公开，不能再修改；内容有误可以请求撤下');
		}
		if (input.description === '' && report.photosExpected === 0) {
			throw new Refusal('invalid', '请写几句话', { description: '请写几句话' });
		}
		const { description, address } = input;
		if (description === report.description && address === report.address) return false;
		await advance(tx, actor, report, 'mend', at, {
			ties,
			// what a moderator made public of the earlier text is not to be offered again
			set: { description, address, publicDescription: '' }
		});
		return true;
	});
}

/**
 * The reporter takes a photo back that no moderator has decided on, and with it the copies that a
 * merge made. Its row stays, so that a late repeat of its upload stores nothing; its pictures go.
 * Returns what became of them.
 * @throws Refusal('conflict') once it, or a copy, was decided on
 */
export async function withdrawPhoto(
	db: Db,
	storage: Upkeep,
	actor: Actor,
	code: string,
	key: string,
	at: number
): Promise<PictureFate> {
	const original = await db.transaction(async (tx) => {
		const { report, ties } = await ownReport(tx, actor, code);
		const [photo] = await tx
			.select()
			.from(photos)
			.where(and(eq(photos.key, key), eq(photos.reportId, report.id)))
			.limit(1);
		if (!photo) throw new Refusal('missing', '没有这张照片');
		if (photo.withdrawnAt !== null) return '';
		const copies = report.mergedIntoId === null ? [] : await copiesOf(tx, photo.original);
		const all = [photo, ...copies];
		if (all.some(({ decidedAt }) => decidedAt !== null)) {
			throw new Refusal('conflict', '文明办已经看过这张照片，不能再撤回；公开以后可以请求撤下');
		}
		if (!mayWithdraw(report, photo, ties)) throw new Refusal('missing', '没有这张照片');
		await tx
			.update(photos)
			.set({ withdrawnAt: at, original: '', dhash: '', masks: null })
			.where(
				inArray(
					photos.id,
					all.map(({ id }) => id)
				)
			);
		await record(tx, actor, 'withdraw_photo', `report:${code}`, at, { photo: photo.id });
		return photo.original;
	});
	if (!original) return 'kept';
	await removeStrayPictures(db, storage, at - onItsWay, original);
	if (!(await storage.holds(original))) return 'erased';
	const [named] = await db
		.select({ id: photos.id })
		.from(photos)
		.where(or(eq(photos.original, original), eq(photos.released, original)))
		.limit(1);
	return named ? 'kept' : 'soon';
}

/** What merging made of a photo, in the report that took this one in and in those beyond it. */
const copiesOf = (tx: Db, original: string) =>
	tx
		.select()
		.from(photos)
		.where(
			and(eq(photos.original, original), eq(photos.stage, 'support'), isNull(photos.withdrawnAt))
		);

/** The reporter's telephone number is erased, at any time; the report stays theirs. */
export async function eraseContact(db: Db, actor: Actor, code: string, at: number): Promise<void> {
	await db.transaction(async (tx) => {
		const { report } = await ownReport(tx, actor, code);
		const erased = await tx
			.update(reporters)
			.set({ phoneSealed: null, phoneIndex: null, deviceHash: null })
			.where(and(eq(reporters.reportId, report.id), isNotNull(reporters.phoneSealed)))
			.returning({ reportId: reporters.reportId });
		if (erased.length > 0) await record(tx, actor, 'erase_contact', `report:${code}`, at);
	});
}

import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { mayWithdraw } from '../../../reports/policy';
import { minuteMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import type { Upkeep } from '../../photos/store';
import { Refusal } from '../../refusal';
import { sha256, type Sealing } from '../../sealing';
import { advance } from '../advance';
import { seenBy } from '../queries/casework';
import { events, photos, ratings, reporters } from '../schema';
import { removeStrayPictures } from './retention';

/** How long a picture may be on its way from the store to its row. */
const onItsWay = minuteMs;

async function ownReport(tx: Db, actor: Actor, code: string) {
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
 * @throws Refusal('conflict') once it, or a copy, was decided on
 */
export async function withdrawPhoto(
	db: Db,
	storage: Upkeep,
	actor: Actor,
	code: string,
	key: string,
	at: number
): Promise<void> {
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
	if (original) await removeStrayPictures(db, storage, at - onItsWay, original);
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
			.set({ phoneSealed: null, phoneIndex: null })
			.where(and(eq(reporters.reportId, report.id), isNotNull(reporters.phoneSealed)))
			.returning({ reportId: reporters.reportId });
		if (erased.length > 0) await record(tx, actor, 'erase_contact', `report:${code}`, at);
	});
}

/**
 * A report is no longer tied to the account that sent it, nor is its journal or rating. Returns the
 * claim by which alone it is the reporter's from now on.
 * @throws Refusal('conflict') when it is tied to no account, or to another
 */
export async function detachReport(
	db: Db,
	seal: Sealing,
	actor: Actor,
	code: string,
	at: number
): Promise<string> {
	return db.transaction(async (tx) => {
		const { report } = await ownReport(tx, actor, code);
		const { accountId } = actor;
		const claim = seal.index('claim', report.key);
		const claimHash = sha256(claim);
		const detached =
			accountId === null
				? []
				: await tx
						.update(reporters)
						.set({ accountId: null, phoneSealed: null, phoneIndex: null, claimHash })
						.where(and(eq(reporters.reportId, report.id), eq(reporters.accountId, accountId)))
						.returning({ reportId: reporters.reportId });
		if (accountId === null || detached.length === 0) {
			throw new Refusal('conflict', '这件没有和您的账号关联');
		}
		await tx
			.update(events)
			.set({ accountId: null })
			.where(and(eq(events.reportId, report.id), eq(events.accountId, accountId)));
		// under the claim the same person could else rate once more
		await tx
			.update(ratings)
			.set({ rater: `claim:${claimHash}` })
			.where(and(eq(ratings.reportId, report.id), eq(ratings.rater, `account:${accountId}`)));
		await record(tx, actor, 'detach_account', `report:${code}`, at);
		return claim;
	});
}

import { eq, inArray } from 'drizzle-orm';
import { isStaff } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { record } from '../audit/record';
import type { Db } from '../db';
import { forgetNotices, lettersOf } from '../notifications/forget-account';
import { noticeChoices } from '../notifications/settings';
import type { PhotoStore, Upkeep } from '../photos/store';
import { Refusal } from '../refusal';
import { forgetAccount } from '../reports/commands/forget-account';
import { removeStrayPictures } from '../reports/commands/retention';
import { ownReportData } from '../reports/queries/own-data';
import type { Sealing } from '../sealing';
import { forgetOwnLetters, ownLetters } from '../surveys/own-letters';
import { leaveVolunteers, ownVolunteerData } from '../volunteering/own';
import { accounts, loginCodes, sessions } from './schema';

/**
 * All that the house has of a resident, as files: one JSON that people and programs can read, and the
 * photos. That it was taken is on record before the first byte is sent.
 */
export async function exportOwn(
	db: Db,
	storage: PhotoStore,
	seal: Sealing,
	actor: Actor,
	at: number
): Promise<AsyncGenerator<{ name: string; bytes: Uint8Array }>> {
	const account = await ownAccount(db, actor);
	const { data, pictures } = await ownReportData(db, account.id);
	const letters = await lettersOf(db, account.id);
	const signedIn = await db.select().from(sessions).where(eq(sessions.accountId, account.id));
	const notices = await noticeChoices(db, account.id);
	const service = await ownVolunteerData(db, seal, account.id);
	const phone = account.phoneSealed === null ? null : seal.open(account.phoneSealed);
	const surveyLettersWaiting = phone === null ? [] : await ownLetters(db, seal, phone);
	await db.transaction((tx) =>
		record(tx, actor, 'export_own', `account:${account.id}`, at, { photos: pictures.length })
	);
	const whole = {
		exportedAt: iso(at),
		account: {
			phone,
			since: iso(account.createdAt),
			signedInOn: signedIn.map(({ device, createdAt, seenAt }) => ({
				device,
				since: iso(createdAt),
				seenAt: iso(seenAt)
			})),
			notices
		},
		...data,
		service,
		surveyLettersWaiting,
		letters: letters.map(({ title, body, at: time, readAt }) => ({
			title,
			body,
			at: iso(time),
			readAt: readAt === null ? null : iso(readAt)
		}))
	};
	return files(storage, JSON.stringify(whole, null, '\t'), pictures);
}

async function* files(
	storage: PhotoStore,
	json: string,
	pictures: readonly { file: string; sha256: string }[]
) {
	yield { name: 'data.json', bytes: Buffer.from(json, 'utf8') };
	for (const { file, sha256 } of pictures) {
		const bytes = await storage.get(`${sha256}.jpg`);
		if (bytes) yield { name: file, bytes };
	}
}

/**
 * Closes a resident's account and erases whatever leads to the person: number, letters, sessions, the
 * ties to reports. What was reported stays, for the work on it goes on. Returns how many reports those are.
 */
export async function eraseOwn(
	db: Db,
	storage: Upkeep,
	seal: Sealing,
	actor: Actor,
	at: number
): Promise<{ reports: number }> {
	if (isStaff(actor)) {
		throw new Refusal('forbidden', '工作人员的账号请系统管理员停用：办过的案件要留下是谁办的');
	}
	const { reports, pictures } = await db.transaction(async (tx) => {
		const { id, phoneSealed } = await ownAccount(tx, actor);
		const forgotten = await forgetAccount(tx, id, at);
		await leaveVolunteers(tx, id, at);
		await forgetNotices(tx, id);
		if (phoneSealed !== null) {
			const phone = seal.open(phoneSealed);
			await forgetOwnLetters(tx, seal, phone);
			const indexes = seal.indexes('phone', phone);
			await tx.delete(loginCodes).where(inArray(loginCodes.phoneIndex, indexes));
		}
		await tx
			.update(accounts)
			.set({
				active: false,
				name: '',
				loginName: null,
				passwordHash: null,
				phoneSealed: null,
				phoneIndex: null,
				totpSealed: null
			})
			.where(eq(accounts.id, id));
		await tx.delete(sessions).where(eq(sessions.accountId, id));
		await record(tx, actor, 'erase_own', `account:${id}`, at, {
			reports: forgotten.reports,
			pictures: forgotten.pictures.length
		});
		return forgotten;
	});
	// those put a moment ago go with the next round of the upkeep
	for (const picture of new Set(pictures)) {
		await removeStrayPictures(db, storage, at - onItsWay, picture);
	}
	return { reports };
}

/** How long a picture may be on its way from the store to its row, ms. */
const onItsWay = 60_000;

async function ownAccount(db: Db, { accountId }: Actor) {
	if (accountId === null) throw new Refusal('unauthenticated', '请先登录');
	const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId)).limit(1);
	if (!account) throw new Refusal('unauthenticated', '请先登录');
	return account;
}

const iso = (at: number) => new Date(at).toISOString();

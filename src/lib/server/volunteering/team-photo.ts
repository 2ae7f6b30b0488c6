import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { dayMs } from '../../time/shanghai';
import { leads } from '../../volunteering/policy';
import { record } from '../audit/record';
import type { Db } from '../db';
import { decodePhoto } from '../photos/images';
import type { PhotoStore, Upkeep } from '../photos/store';
import { Refusal } from '../refusal';
import { wantedPictures } from '../reports/commands/retention';
import { teamPhotos } from './on-site-schema';
import { getShift, signupOf, type AskedRow } from './queries';
import { signups } from './schema';

type Store = PhotoStore & Upkeep;
type Led = Pick<AskedRow, 'id' | 'code' | 'leadId'>;

/** How long after the shift its picture may still be handed in, ms. */
const late = 2 * dayMs;

/**
 * One picture of those who served, all of whom agreed; a second one takes the place of the first.
 * @throws Refusal('forbidden') for anyone but the lead; 'invalid' unless all agreed
 */
export async function putTeamPhoto(
	db: Db,
	storage: Store,
	actor: Actor,
	code: string,
	{ bytes, agreed }: { bytes: Uint8Array; agreed: boolean },
	at: number
) {
	const shift = await getShift(db, code);
	if (actor.accountId === null) throw new Refusal('unauthenticated', '请先登录');
	if (!leads(actor, shift)) throw new Refusal('forbidden', '只有这个班次的队长可以传合影');
	if (!agreed) {
		throw new Refusal('invalid', '请先确认照片里的人都同意', {
			agreed: '请先确认照片里的人都同意'
		});
	}
	if (shift.calledOffAt !== null || at < shift.startsAt - dayMs || at > shift.endsAt + late) {
		throw new Refusal('conflict', '不在这个班次的时间里，不能传合影');
	}
	const { sha256, jpeg, width, height } = await decodePhoto(bytes);
	await storage.put(`${sha256}.jpg`, jpeg);
	const takenById = actor.accountId;
	const before = await db.transaction(async (tx) => {
		const earlier = await rowOf(tx, shift.id);
		const row = { sha256, width, height, takenById, at };
		await tx
			.insert(teamPhotos)
			.values({ shiftId: shift.id, ...row })
			.onConflictDoUpdate({ target: teamPhotos.shiftId, set: row });
		if (earlier?.sha256 !== sha256) await record(tx, actor, 'add_team_photo', `shift:${code}`, at);
		return earlier?.sha256;
	});
	if (before !== undefined && before !== sha256) await erase(db, storage, before, at);
	return (await teamPhotoOf(db, shift))!;
}

/**
 * Anyone who is on it may take it back, without a reason, and it is gone.
 * @throws Refusal('missing') for who may not see it either
 */
export async function withdrawTeamPhoto(
	db: Db,
	storage: Store,
	actor: Actor,
	code: string,
	at: number
): Promise<void> {
	const sha256 = await db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		const photo = await seenBy(tx, actor, shift);
		await tx.delete(teamPhotos).where(eq(teamPhotos.shiftId, shift.id));
		await record(tx, actor, 'withdraw_team_photo', `shift:${code}`, at);
		return photo.sha256;
	});
	await erase(db, storage, sha256, at);
}

/** At once, with whatever was made of it; unless another picture is the very same. */
const erase = (db: Db, storage: Upkeep, sha256: string, at: number) =>
	storage.prune(Number.MAX_SAFE_INTEGER, wantedPictures(db, at), sha256);

async function rowOf(db: Db, shiftId: number) {
	const [row] = await db.select().from(teamPhotos).where(eq(teamPhotos.shiftId, shiftId));
	return row;
}

/** Where it is shown and how large; null where there is none. */
export async function teamPhotoOf(db: Db, { id, code }: Pick<Led, 'id' | 'code'>) {
	const row = await rowOf(db, id);
	return row ? { src: `/photos/team/${code}`, width: row.width, height: row.height } : null;
}

/** Who may see it: the lead, the office, and whoever was there. */
async function maySee(db: Db, actor: Actor, shift: Led): Promise<boolean> {
	if (actor.accountId === null) return false;
	if (leads(actor, shift) || mayPlanShifts(actor)) return true;
	return (await signupOf(db, shift.id, actor.accountId))?.checkedInAt != null;
}

/** As `teamPhotoOf`, for whoever may see it. */
export async function teamPhotoSeenBy(db: Db, actor: Actor, shift: Led) {
	return (await maySee(db, actor, shift)) ? teamPhotoOf(db, shift) : null;
}

async function seenBy(db: Db, actor: Actor, shift: Led) {
	const photo = (await maySee(db, actor, shift)) ? await rowOf(db, shift.id) : undefined;
	if (!photo) throw new Refusal('missing', '没有这张照片');
	return photo;
}

/** The picture's name in the store. @throws Refusal('missing') for who may not see it */
export async function teamPhotoFor(db: Db, actor: Actor, code: string): Promise<string> {
	const shift = await getShift(db, code);
	return (await seenBy(db, actor, shift)).sha256;
}

/** Whoever closes their account no longer agrees to any. The files go with the upkeep. */
export async function forgetTeamPhotos(tx: Db, accountId: number): Promise<void> {
	const theirs = tx
		.select({ shiftId: signups.shiftId })
		.from(signups)
		.where(and(eq(signups.accountId, accountId), isNotNull(signups.checkedInAt)));
	await tx.delete(teamPhotos).where(inArray(teamPhotos.shiftId, theirs));
}

const old = (before: number) => sql`EXISTS (SELECT 1 FROM shifts s
	WHERE s.id = ${teamPhotos.shiftId} AND s.ends_at < ${before})`;

export const countOldTeamPhotos = (db: Db, before: number): Promise<number> =>
	db.$count(teamPhotos, old(before));

/** Of shifts that ended before `before`, ms; the files go with the upkeep. @returns how many */
export async function eraseOldTeamPhotos(db: Db, before: number): Promise<number> {
	const gone = await db
		.delete(teamPhotos)
		.where(old(before))
		.returning({ shiftId: teamPhotos.shiftId });
	return gone.length;
}

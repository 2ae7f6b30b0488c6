import { and, asc, count, eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { distanceMetres } from '../../../places/geometry';
import {
	canonical,
	fieldSends as kinds,
	type FieldInput,
	type FieldSendName
} from '../../../reports/field-sends';
import { mayTake, noTies } from '../../../reports/policy';
import type { Lot } from '../../../reports/second-look';
import {
	actionFacts,
	destination,
	states,
	type Action,
	type Finding,
	type LookFinding
} from '../../../reports/workflow';
import { isUniqueBreach, type Db } from '../../db';
import { Refusal } from '../../refusal';
import { sha256 } from '../../sealing';
import type { Report } from '../advance';
import { fieldPhotos, fieldSends } from '../desk-schema';
import { getReport } from '../queries/casework';
import { failReport, passReport, verifyReport } from './checking';
import { acknowledgeReport, feedBack, returnReport } from './handling';
import type { OnSite } from './on-site';
import type { StoredPhoto } from './photos';
import { lookAgain, mustBeToLook } from './second-looks';

/** Which send: the parts of its address. */
export type SendAddress = { code: string; name: FieldSendName; key: string };

/**
 * Takes in what was sent from the field, once per `key`. Without photos it is carried out at once;
 * else when they are all here. Returns whether it is new.
 * @throws Refusal('conflict') for other content under a used key, and when the case has moved on;
 * 'forbidden' for somebody else's case
 */
export async function receiveFieldSend(
	db: Db,
	actor: Actor,
	{ code, name, key }: SendAddress,
	input: FieldInput,
	at: number,
	lot: Lot
): Promise<{ created: boolean }> {
	const contentHash = sha256(canonical(code, name, input));
	const work = () =>
		db.transaction(async (tx) => {
			const earlier = await sendOf(tx, key);
			if (earlier) {
				if (earlier.accountId !== actor.accountId || earlier.contentHash !== contentHash) {
					throw new Refusal('conflict', '这个编号已经用于另一次提交');
				}
				return { created: false };
			}
			const report = await getReport(tx, code);
			await mustStandReady(tx, actor, report, name);
			const { photos, lat, lng, ...fields } = input;
			// where somebody was is not kept, only how far that is from the case
			const metres =
				lat === undefined || lng === undefined
					? undefined
					: Math.round(distanceMetres({ lat, lng }, report));
			const row = {
				key,
				contentHash,
				reportId: report.id,
				accountId: actor.accountId!,
				action: kinds[name].action,
				input: defined({ ...fields, metres }),
				photosExpected: photos,
				at
			};
			await tx.insert(fieldSends).values(row);
			if (photos === 0) await carryOut(tx, actor, report, { name, ...row }, [], at, lot);
			return { created: true };
		});
	try {
		return await work();
	} catch (problem) {
		// another process took the same one in meanwhile
		if (isUniqueBreach(problem)) return work();
		throw problem;
	}
}

/** Whether photo `n` is there already, before work is spent on decoding it. */
export async function fieldPhotoStanding(
	db: Db,
	actor: Actor,
	address: SendAddress,
	n: number
): Promise<{ uploadHash: string | null }> {
	const send = await ownSend(db, actor, address);
	if (n >= send.photosExpected) {
		throw new Refusal('invalid', `这次提交只有 ${send.photosExpected} 张照片`);
	}
	const [photo] = await db
		.select({ uploadHash: fieldPhotos.uploadHash })
		.from(fieldPhotos)
		.where(and(eq(fieldPhotos.key, send.key), eq(fieldPhotos.n, n)))
		.limit(1);
	return { uploadHash: photo?.uploadHash ?? null };
}

/**
 * Adds photo `n`; with the last of them the step is carried out, both or neither. Returns whether it is
 * new. @throws Refusal('conflict') for another photo in the same place, and when the case has moved on
 */
export async function addFieldPhoto(
	db: Db,
	actor: Actor,
	address: SendAddress,
	n: number,
	photo: StoredPhoto,
	at: number,
	lot: Lot
): Promise<boolean> {
	return db.transaction(async (tx) => {
		const { uploadHash } = await fieldPhotoStanding(tx, actor, address, n);
		if (uploadHash !== null) {
			if (uploadHash === photo.uploadHash) return false;
			throw new Refusal('conflict', `第 ${n + 1} 张已经是另一张照片`);
		}
		const send = await ownSend(tx, actor, address);
		await tx.insert(fieldPhotos).values({ key: send.key, n, ...columnsOf(photo) });
		const [here] = await tx
			.select({ photos: count() })
			.from(fieldPhotos)
			.where(eq(fieldPhotos.key, send.key));
		if (here?.photos !== send.photosExpected) return true;
		const report = await getReport(tx, address.code);
		await mustStandReady(tx, actor, report, address.name);
		const photos = await tx
			.select()
			.from(fieldPhotos)
			.where(eq(fieldPhotos.key, send.key))
			.orderBy(asc(fieldPhotos.n));
		await carryOut(tx, actor, report, { ...send, name: address.name }, photos, at, lot);
		return true;
	});
}

async function sendOf(db: Db, key: string) {
	const [send] = await db.select().from(fieldSends).where(eq(fieldSends.key, key)).limit(1);
	return send;
}

async function ownSend(db: Db, actor: Actor, { code, name, key }: SendAddress) {
	const send = await sendOf(db, key);
	if (!send) throw new Refusal('missing', '请先提交文字，再传照片');
	if (send.accountId !== actor.accountId) {
		throw new Refusal('forbidden', '这是另一个账号的提交');
	}
	const { id } = await getReport(db, code);
	if (send.reportId !== id || send.action !== kinds[name].action) {
		throw new Refusal('conflict', '这个编号已经用于另一次提交');
	}
	return send;
}

/** Whose case it is comes before what has become of it: a stranger learns nothing. */
async function mustStandReady(tx: Db, actor: Actor, report: Report, name: FieldSendName) {
	const { action } = kinds[name];
	const facts = actionFacts(action);
	const inTime = { ...report, state: facts.from[0] ?? report.state };
	if (actor.accountId === null || !mayTake(actor, inTime, noTies, action)) {
		throw new Refusal(
			'forbidden',
			`${report.code} 现在不由您办理，可能已转给别的单位或岗位，不能${facts.label}`
		);
	}
	if (destination(report.state, action) === undefined) throw movedOn(report, action);
	if (action === 'second_look') await mustBeToLook(tx, actor, report);
}

const movedOn = ({ state }: Report, action: Action) =>
	new Refusal(
		'conflict',
		`这件现在是“${states[state].label}”，不能${actionFacts(action).label}了。可能有同事已经办过，请打开看看。`
	);

/** What is kept of the fields until it is carried out. */
type Kept = Omit<Partial<FieldInput>, 'photos' | 'lat' | 'lng'> & { metres?: number };
type Carried = { key: string; name: FieldSendName; input: Kept };

/** The command that the send stands for, in the same transaction. */
async function carryOut(
	tx: Db,
	actor: Actor,
	report: Report,
	{ key, name, input }: Carried,
	photos: readonly StoredPhoto[],
	at: number,
	lot: Lot
): Promise<void> {
	const { note = '', reason = '', finding } = input;
	const site = onSite(input);
	const { code } = report;
	const taken = photos.map(columnsOf);
	const commands: Record<FieldSendName, () => Promise<unknown>> = {
		acknowledge: () => acknowledgeReport(tx, actor, code, at, site),
		return: () => returnReport(tx, actor, code, { reason }, at, site),
		feedback: () => feedBack(tx, actor, code, { note }, taken, at, site),
		pass: () => passReport(tx, actor, code, { note }, taken, at, { ...site, lot }),
		fail: () => failReport(tx, actor, code, { reason }, taken, at, site),
		verified: () =>
			verifyReport(tx, actor, code, { finding: finding as Finding, note }, taken, at, site),
		'second-look': () =>
			lookAgain(tx, actor, code, { finding: finding as LookFinding, note }, taken, at, site)
	};
	await commands[name]();
	await tx.update(fieldSends).set({ doneAt: at }).where(eq(fieldSends.key, key));
}

const onSite = ({ at, metres }: Kept): OnSite => ({
	written: at === undefined ? null : Date.parse(at),
	metres
});

const columnsOf = ({ uploadHash, original, width, height, dhash }: StoredPhoto): StoredPhoto => ({
	uploadHash,
	original,
	width,
	height,
	dhash
});

const defined = (fields: Kept) =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Record<
		string,
		string | number | boolean
	>;

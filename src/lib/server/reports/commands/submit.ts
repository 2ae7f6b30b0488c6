import { randomBytes } from 'node:crypto';
import { and, count, eq, isNull, lt } from 'drizzle-orm';
import { theSystem, type Actor } from '../../../accounts/roles';
import { findCategory, type Category } from '../../../reports/categories';
import { codeFrom } from '../../../reports/code';
import type { NewReport } from '../../../reports/forms';
import { states } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import { record } from '../../audit/record';
import { isUniqueBreach, type Db } from '../../db';
import { locate } from '../../places/queries';
import { Refusal } from '../../refusal';
import { sha256, type Sealing } from '../../sealing';
import { tell } from '../advance';
import { turnClocks } from '../clocks';
import { publicPlace } from '../public-place';
import { events, photos, reporters, reports, type photoStages } from '../schema';

/** A clock that is ahead by less than this is forgiven. */
const clockDrift = 10 * 60_000;
const longestAgo = 366 * dayMs;

export type Submitted = {
	code: string;
	claim?: string;
	created: boolean;
};

/**
 * Takes a report in, once per `key`: the same content again answers with the same report.
 * A guest gets `claim`, by which alone the report is theirs.
 * @throws Refusal('conflict') for other content under a used key
 */
export async function submitReport(
	db: Db,
	seal: Sealing,
	actor: Actor,
	key: string,
	input: NewReport,
	at: number
): Promise<Submitted> {
	// keyed, because a phone number can be guessed from a bare hash of it
	const contentHash = seal.index('content', JSON.stringify(canonical(input)));
	const claim = seal.index('claim', key);
	const earlier = await repeated(db, key, contentHash, claim);
	if (earlier) return earlier;

	const category = findCategory(input.category);
	if (!category) throw new Refusal('invalid', '请选择类别', { category: '请选择类别' });
	const occurredAt = checkedInput(category, input, at);
	const shown = publicPlace(category.kind, input);
	await locate(db, input);
	// what the public reads of a place is worked out from the place that the public sees
	const located = await locate(db, { lat: shown.publicLat, lng: shown.publicLng });
	const guest = actor.accountId === null;
	const code = codeFrom(randomBytes(8));
	const ready = input.photos === 0;
	try {
		await db.transaction(async (tx) => {
			const [row] = await tx
				.insert(reports)
				.values({
					key,
					contentHash,
					code,
					kind: category.kind,
					category: category.id,
					categoryGroup: category.group,
					urgent: category.urgent,
					description: input.description,
					lat: input.lat,
					lng: input.lng,
					accuracyM: input.accuracy_m ?? null,
					address: input.address,
					...located,
					occurredAt,
					submittedAt: at,
					photosExpected: input.photos,
					readyAt: ready ? at : null,
					state: 'submitted',
					step: states.submitted.step,
					stateSince: at,
					...shown
				})
				.returning({ id: reports.id });
			const id = row!.id;
			await tx.insert(reporters).values({
				reportId: id,
				accountId: actor.accountId,
				phoneSealed: input.contact ? seal.seal(input.contact.phone) : null,
				phoneIndex: input.contact ? seal.index('phone', input.contact.phone) : null,
				claimHash: guest ? sha256(claim) : null
			});
			await tx.insert(events).values({
				reportId: id,
				action: 'submit',
				to: 'submitted',
				at,
				accountId: actor.accountId,
				actorRole: actor.role
			});
			if (ready) await enterTriage(tx, id, at);
			await record(tx, actor, 'submit', `report:${code}`, at, { category: category.id });
		});
	} catch (error) {
		if (!isUniqueBreach(error)) throw error;
		const winner = await repeated(db, key, contentHash, claim);
		if (winner) return winner;
		throw error;
	}
	return { code, ...(guest ? { claim } : {}), created: true };
}

function checkedInput(category: Category, input: NewReport, at: number): number {
	if (category.photoNeeded && input.photos === 0) {
		throw new Refusal('invalid', '这类问题请至少拍一张照片', { photos: '请至少拍一张照片' });
	}
	if (!category.photoNeeded && input.photos === 0 && input.description === '') {
		throw new Refusal('invalid', '请写几句话', { description: '请写几句话' });
	}
	const occurredAt = input.occurred_at ? Date.parse(input.occurred_at) : at;
	if (!(occurredAt > at - longestAgo)) {
		throw new Refusal('invalid', '发现时间不对或太早', { occurred_at: '发现时间不对或太早' });
	}
	if (occurredAt > at + clockDrift) {
		throw new Refusal('invalid', '发现时间不能在将来', { occurred_at: '发现时间不能在将来' });
	}
	return Math.min(occurredAt, at);
}

const canonical = (input: NewReport) => [
	input.category,
	input.description,
	input.lat,
	input.lng,
	input.accuracy_m ?? null,
	input.address,
	input.occurred_at ?? null,
	input.photos,
	input.contact?.phone ?? null
];

async function repeated(
	db: Db,
	key: string,
	contentHash: string,
	claim: string
): Promise<Submitted | null> {
	const [row] = await db
		.select({
			code: reports.code,
			contentHash: reports.contentHash,
			claimHash: reporters.claimHash
		})
		.from(reports)
		.leftJoin(reporters, eq(reporters.reportId, reports.id))
		.where(eq(reports.key, key))
		.limit(1);
	if (!row) return null;
	if (row.contentHash !== contentHash) {
		throw new Refusal('conflict', '这个编号已经用于另一份上报，请重新填写');
	}
	// whoever was signed in the first time has no claim, and needs none
	const ownClaim = row.claimHash === sha256(claim) ? { claim } : {};
	return { code: row.code, ...ownClaim, created: false };
}

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
			.where(and(eq(photos.reportId, report.id), eq(photos.stage, 'report')));
		if (report.readyAt === null && arrived?.photos === report.photosExpected) {
			await enterTriage(tx, report.id, at);
		}
		return true;
	});
}

export async function putPhoto(
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

async function enterTriage(tx: Db, id: number, at: number) {
	const [report] = await tx.select().from(reports).where(eq(reports.id, id)).limit(1);
	if (report?.state !== 'submitted') return;
	const { dueAt, dueSoonAt } = await turnClocks(tx, report, 'submitted', at);
	await tx.update(reports).set({ readyAt: at, dueAt, dueSoonAt }).where(eq(reports.id, id));
	await tell(tx, report, 'ready', {}, at);
}

/** Reports whose photos did not all come within a day enter triage flagged; returns how many. */
export async function admitIncomplete(db: Db, at: number): Promise<number> {
	return db.transaction(async (tx) => {
		const waiting = await tx
			.select({ id: reports.id, code: reports.code })
			.from(reports)
			.where(
				and(
					isNull(reports.readyAt),
					eq(reports.state, 'submitted'),
					lt(reports.submittedAt, at - dayMs)
				)
			);
		for (const report of waiting) {
			await tx.update(reports).set({ incomplete: true }).where(eq(reports.id, report.id));
			await enterTriage(tx, report.id, at);
			await record(tx, theSystem, 'admit_incomplete', `report:${report.code}`, at);
		}
		return waiting.length;
	});
}

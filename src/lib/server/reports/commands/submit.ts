import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
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
import { publicPlace } from '../public-place';
import { events, reporters, reports } from '../schema';
import { enterTriage } from './enter-triage';

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
 * A guest gets `claim`, by which alone the report is theirs. `device`: as of `countingDevice`; kept
 * under a key, so that it tells reports of one device and not whose.
 * @throws Refusal('conflict') for other content under a used key
 */
export async function submitReport(
	db: Db,
	seal: Sealing,
	actor: Actor,
	key: string,
	input: NewReport,
	at: number,
	device: string | null = null
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
				claimHash: guest ? sha256(claim) : null,
				deviceHash: device && seal.index('device', device)
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

import { and, eq, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm';
import { mayTriage } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import {
	takedownFacts,
	type TakedownOutcome,
	type TakedownReason
} from '../../../reports/takedowns';
import { countOpening } from '../../accounts/openings';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import type { Sealing } from '../../sealing';
import { tell } from '../advance';
import { dueFrom } from '../clocks';
import { townCalendar } from '../town-calendar';
import { seenBy } from '../queries/casework';
import { photos, reports, takedowns } from '../schema';

/**
 * Anyone asks that a public report be taken down. Nothing is hidden before a moderator decides. The
 * same words again, as a reload without JavaScript sends them, are the same request.
 */
export async function askTakedown(
	db: Db,
	seal: Sealing,
	actor: Actor,
	code: string,
	input: { reason: TakedownReason; words: string; contact: string },
	at: number
): Promise<{ id: number; dueAt: number }> {
	return db.transaction(async (tx) => {
		const { report } = await seenBy(tx, actor, code);
		if (report.releasedAt === null) throw new Refusal('conflict', '这件没有公开，不需要撤下');
		const earlier = await alreadyAsked(tx, seal, report.id, input);
		if (earlier) return earlier;
		const { label, limit } = takedownFacts(input.reason);
		// a limit that begins to run at `at` is always due
		const dueAt = dueFrom(limit, at, await townCalendar(tx)).dueAt!;
		const [row] = await tx
			.insert(takedowns)
			.values({
				reportId: report.id,
				reason: input.reason,
				words: input.words,
				contactSealed: input.contact ? seal.seal(input.contact) : null,
				at,
				dueAt
			})
			.returning({ id: takedowns.id });
		await tell(tx, report, 'takedown_asked', { note: label }, at);
		await record(tx, actor, 'ask_takedown', `takedown:${row!.id}`, at, {
			report: code,
			reason: input.reason
		});
		return { id: row!.id, dueAt };
	});
}

async function alreadyAsked(
	tx: Db,
	seal: Sealing,
	reportId: number,
	{ reason, words, contact }: { reason: TakedownReason; words: string; contact: string }
) {
	const [same] = await tx
		.select({
			id: takedowns.id,
			dueAt: takedowns.dueAt,
			contactSealed: takedowns.contactSealed
		})
		.from(takedowns)
		.where(
			and(
				eq(takedowns.reportId, reportId),
				eq(takedowns.reason, reason),
				eq(takedowns.words, words),
				isNull(takedowns.decidedAt)
			)
		)
		.limit(1);
	if (!same) return null;
	if (same.contactSealed === null && contact) {
		const contactSealed = seal.seal(contact);
		await tx.update(takedowns).set({ contactSealed }).where(eq(takedowns.id, same.id));
	}
	return { id: same.id, dueAt: same.dueAt };
}

/**
 * A moderator answers a request. 撤下 takes the report out of public view at once, and answers all who
 * asked the same; releasing it again needs each shown photo to be looked at anew.
 * @throws Refusal('conflict') when it was answered meanwhile
 */
export async function decideTakedown(
	db: Db,
	actor: Actor,
	id: number,
	input: { outcome: TakedownOutcome; answer: string },
	at: number
): Promise<void> {
	if (!mayTriage(actor)) throw new Refusal('forbidden', '只有值守员可以答复');
	await db.transaction(async (tx) => {
		const decision = { ...input, decidedAt: at, decidedBy: actor.accountId };
		const [decided] = await tx
			.update(takedowns)
			.set(decision)
			.where(and(eq(takedowns.id, id), isNull(takedowns.decidedAt)))
			.returning({ reportId: takedowns.reportId });
		if (!decided) throw await answeredOrMissing(tx, id);
		const { reportId } = decided;
		await record(tx, actor, 'answer_takedown', `takedown:${id}`, at, { outcome: input.outcome });
		if (input.outcome === 'kept') return;
		const others = await tx
			.update(takedowns)
			.set(decision)
			.where(
				and(eq(takedowns.reportId, reportId), isNull(takedowns.decidedAt), ne(takedowns.id, id))
			)
			.returning({ id: takedowns.id });
		for (const other of others) {
			await record(tx, actor, 'answer_takedown', `takedown:${other.id}`, at, {
				outcome: input.outcome,
				with: id
			});
		}
		await takeDown(tx, actor, reportId, id, at);
	});
}

async function takeDown(tx: Db, actor: Actor, reportId: number, takedown: number, at: number) {
	const [report] = await tx
		.update(reports)
		.set({ releasedAt: null })
		.where(and(eq(reports.id, reportId), isNotNull(reports.releasedAt)))
		.returning();
	if (!report) return;
	const shown = and(eq(photos.reportId, reportId), isNotNull(photos.released));
	const pictures = await tx.select({ original: photos.original }).from(photos).where(shown);
	await tx.update(photos).set(undecided).where(shown);
	const elsewhere = await hideCopies(
		tx,
		report,
		pictures.map(({ original }) => original)
	);
	await tell(tx, report, 'taken_down', {}, at);
	await record(tx, actor, 'take_down', `report:${report.code}`, at, {
		takedown,
		...(elsewhere.length > 0 ? { alsoHiddenIn: elsewhere.join(' ') } : {})
	});
}

// masks stay, to go on from
const undecided = { decidedAt: null, released: null };

/**
 * The same pictures in the reports of one 并案 wait for a decision anew. Returns the codes of those
 * reports, which stay public without them.
 */
async function hideCopies(
	tx: Db,
	report: { id: number; mergedIntoId: number | null },
	pictures: readonly string[]
): Promise<string[]> {
	const into = report.mergedIntoId ?? report.id;
	const joined = await tx
		.select({ id: reports.id, code: reports.code })
		.from(reports)
		.where(or(eq(reports.id, into), eq(reports.mergedIntoId, into)));
	const hidden = await tx
		.update(photos)
		.set(undecided)
		.where(
			and(
				inArray(photos.original, [...pictures]),
				inArray(
					photos.reportId,
					joined.map(({ id }) => id)
				),
				isNotNull(photos.released)
			)
		)
		.returning({ reportId: photos.reportId });
	const ids = new Set(hidden.map(({ reportId }) => reportId));
	return joined.filter(({ id }) => ids.has(id)).map(({ code }) => code);
}

/** How to reach the one who asked: opened for a moderator, each time on record. */
export async function openTakedownContact(
	db: Db,
	seal: Sealing,
	actor: Actor,
	id: number,
	at: number
): Promise<string> {
	if (!mayTriage(actor)) throw new Refusal('forbidden', '只有值守员可以查看联系方式');
	return db.transaction(async (tx) => {
		const [row] = await tx
			.select({ sealed: takedowns.contactSealed })
			.from(takedowns)
			.where(eq(takedowns.id, id))
			.limit(1);
		if (!row) throw new Refusal('missing', '没有这条请求');
		if (row.sealed === null) throw new Refusal('missing', '没有联系方式，或者已按期删除');
		const why = { object: `takedown:${id}`, reason: '答复撤下请求' };
		await countOpening(tx, actor, why, at);
		return seal.open(row.sealed);
	});
}

async function answeredOrMissing(tx: Db, id: number): Promise<Refusal> {
	const [there] = await tx
		.select({ id: takedowns.id })
		.from(takedowns)
		.where(eq(takedowns.id, id))
		.limit(1);
	return there
		? new Refusal('conflict', '这条请求刚刚已经答复，请刷新')
		: new Refusal('missing', '没有这条请求');
}

import { and, count, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { categoryLabel } from '../../reports/categories';
import { notices, othersToo, type NoticeFacts, type Occasion } from '../../reports/notices';
import { mayTake, noTies, type Ties } from '../../reports/policy';
import {
	actionFacts,
	destination,
	states,
	type Action,
	type ClockName
} from '../../reports/workflow';
import { record } from '../audit/record';
import type { Db } from '../db';
import { accountsOf, deliver } from '../notifications/commands';
import { getUnit } from '../places/queries';
import { Refusal } from '../refusal';
import { turnClocks } from './clocks';
import { lapseAsks } from './lapse-asks';
import { events, followers, reporters, reports } from './schema';

export type Report = typeof reports.$inferSelect;

type Step = {
	/** Columns that this step sets besides the state. */
	set?: Partial<typeof reports.$inferInsert>;
	/** For colleagues. */
	note?: string;
	/** For everyone. */
	publicNote?: string;
	facts?: Record<string, string | number | boolean>;
	ties?: Ties;
	/** Units that help, where the action is one of theirs. */
	assisting?: readonly number[];
	/** A clock that begins again. */
	anew?: ClockName;
	/** Nobody needs to be told. */
	quiet?: boolean;
	/** When it was done, if that was before it came here: until then the time used counts. */
	doneAt?: number;
};

/**
 * Takes one action of the workflow table: checks it, moves the report if it is still in the state
 * that was read, turns its clocks, and writes event, notices and audit with it.
 * @throws Refusal('conflict') when the state has moved on, 'forbidden' when it is not the actor's
 */
export async function advance(
	tx: Db,
	actor: Actor,
	report: Report,
	action: Action,
	at: number,
	step: Step = {}
): Promise<void> {
	const facts = actionFacts(action);
	const to = destination(report.state, action);
	if (to === undefined) {
		throw new Refusal(
			'conflict',
			`这件现在是“${states[report.state].label}”，不能${facts.label}。请刷新后再看。`
		);
	}
	const standing = step.assisting ? { ...report, assisting: step.assisting } : report;
	if (!mayTake(actor, standing, step.ties ?? noTies, action)) {
		throw new Refusal('forbidden', `您不能对这件${facts.label}`);
	}
	if (facts.times) await checkTimes(tx, report.id, action, facts.times, facts.label);

	const moves = to !== report.state;
	const turned =
		moves || step.anew
			? await turnClocks(tx, { ...report, ...step.set }, to, at, step.anew, step.doneAt)
			: null;
	const columns = {
		...step.set,
		...(turned ? { dueAt: turned.dueAt, dueSoonAt: turned.dueSoonAt } : {}),
		...(turned?.handledInTime === false && to === 'awaiting_check' ? { overdue: true } : {}),
		...(turned?.handledInTime === true && to === 'awaiting_check' ? { overdue: false } : {}),
		// whoever had it in hand has it no longer
		...(action === 'dispatch' ? { handlerId: null } : {}),
		...(moves ? { state: to, step: states[to].step, stateSince: at } : {})
	};
	if (Object.keys(columns).length > 0) {
		// matched on the state that was read, so that of two moderators one wins
		const moved = await tx
			.update(reports)
			.set(columns)
			.where(and(eq(reports.id, report.id), eq(reports.state, report.state)))
			.returning({ id: reports.id });
		if (moved.length === 0) throw new Refusal('conflict', '刚刚有人办过这件，请刷新');
	}
	if (moves) await lapseAsks(tx, report.id, to, at);

	await tx.insert(events).values({
		reportId: report.id,
		action,
		from: report.state,
		to,
		at,
		accountId: actor.accountId,
		actorRole: actor.role,
		unitId: columns.unitId ?? report.unitId,
		note: step.note ?? '',
		publicNote: step.publicNote ?? '',
		facts: step.facts
	});
	if (!step.quiet) {
		// those who follow hear what becomes of something public, also when it ceases to be
		const { releasedAt } = report;
		await tell(tx, { ...report, ...columns, releasedAt }, action, step, at);
	}
	await record(tx, actor, action, `report:${report.code}`, at, {
		from: report.state,
		to,
		...step.facts
	});
}

async function checkTimes(tx: Db, reportId: number, action: Action, times: number, label: string) {
	const [taken] = await tx
		.select({ times: count() })
		.from(events)
		.where(and(eq(events.reportId, reportId), eq(events.action, action)));
	if ((taken?.times ?? 0) >= times) {
		throw new Refusal('conflict', `每件只能${label}${times === 1 ? '一' : '两'}次，已经用过了`);
	}
}

/**
 * Puts a step in the inboxes of those whom `notices` names for it. What is not public is told to those
 * who reported it; those who only follow it hear of it again once it is.
 */
export async function tell(
	tx: Db,
	report: Report,
	occasion: Occasion,
	step: Step,
	at: number
): Promise<void> {
	const letters = notices[occasion];
	if (!letters) return;
	const plain = await noticeFacts(tx, report, step.publicNote);
	for (const [recipient, notice] of Object.entries(letters)) {
		const to = notice.alone
			? await reporterAccounts(tx, report.id)
			: await recipients(tx, report, recipient as keyof typeof letters);
		if (recipient === 'reporter' && !letters.follower && !notice.alone) {
			to.push(...(await followerAccounts(tx, report)));
		}
		// what is written for colleagues reaches colleagues only
		const facts = isResident(recipient) ? plain : { ...plain, reason: step.note || plain.reason };
		const letter = { title: notice.title(facts), body: notice.body(facts) };
		await deliver(tx, to, { ...letter, href: notice.href ?? hrefFor(recipient, report.code) }, at);
	}
}

/** Tells the reporter, and nobody else, that `many` others saw the same. */
export async function tellOfOthers(tx: Db, report: Report, many: number, at: number) {
	if (many === 0) return;
	const facts = await noticeFacts(tx, report);
	const letter = { title: othersToo.title(many), body: othersToo.body(facts) };
	const to = await reporterAccounts(tx, report.id);
	await deliver(tx, to, { ...letter, href: hrefFor('reporter', report.code) }, at);
}

export const noticeFacts = async (tx: Db, report: Report, reason = ''): Promise<NoticeFacts> => ({
	code: report.code,
	category: categoryLabel(report.category),
	place: report.placeName,
	unit: report.unitId === null ? '' : (await getUnit(tx, report.unitId)).name,
	reason
});

async function recipients(tx: Db, report: Report, recipient: string): Promise<number[]> {
	switch (recipient) {
		case 'reporter':
			return [...(await reporterAccounts(tx, report.id)), ...(await mergedAccounts(tx, report.id))];
		case 'follower': {
			const own = await recipients(tx, report, 'reporter');
			return (await followerAccounts(tx, report)).filter((id) => !own.includes(id));
		}
		case 'unit':
			return report.unitId === null ? [] : accountsOf(tx, 'unit_handler', report.unitId);
		case 'handler':
			return report.handlerId === null ? [] : [report.handlerId];
		case 'checker':
			return accountsOf(tx, 'checker');
		case 'supervisor':
			return accountsOf(tx, 'supervisor');
		default:
			return accountsOf(tx, 'moderator');
	}
}

const isResident = (recipient: string): boolean =>
	recipient === 'reporter' || recipient === 'follower';

function hrefFor(recipient: string, code: string): string {
	if (isResident(recipient)) return `/reports/${code}`;
	if (recipient === 'unit' || recipient === 'handler') return `/unit/${code}`;
	if (recipient === 'checker') return `/check/${code}`;
	return `/admin/reports/${code}`;
}

async function reporterAccounts(tx: Db, reportId: number): Promise<number[]> {
	const rows = await tx
		.select({ id: reporters.accountId })
		.from(reporters)
		.where(eq(reporters.reportId, reportId));
	return rows.flatMap(({ id }) => id ?? []);
}

/** Of the reports that were merged into this one: they reported it as well. */
async function mergedAccounts(tx: Db, reportId: number): Promise<number[]> {
	const rows = await tx
		.select({ id: reporters.accountId })
		.from(reports)
		.innerJoin(reporters, eq(reporters.reportId, reports.id))
		.where(eq(reports.mergedIntoId, reportId));
	return rows.flatMap(({ id }) => id ?? []);
}

async function followerAccounts(tx: Db, { id, releasedAt }: Report): Promise<number[]> {
	if (releasedAt === null) return [];
	const rows = await tx
		.select({ id: followers.accountId })
		.from(followers)
		.where(eq(followers.reportId, id));
	return rows.map(({ id }) => id);
}

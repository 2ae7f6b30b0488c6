import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import {
	askFacts,
	askTable,
	extensionChoices,
	longestSuspension,
	whyNotAsk,
	type AskKind,
	type DecideAsk
} from '../../../reports/asks';
import { limitLabel } from '../../../reports/deadlines';
import { endOfDay, untilLabel } from '../../../reports/supervision';
import { dayMs, dayOf, formatTime } from '../../../time/shanghai';
import { isUniqueBreach, type Db } from '../../db';
import { accountsOf } from '../../notifications/commands';
import { Refusal } from '../../refusal';
import { advance, type Report } from '../advance';
import { extendHandling, runningHandling } from '../clocks';
import { asks } from '../desk-schema';
import { getReport } from '../queries/casework';
import { reports } from '../schema';

type Ask = typeof asks.$inferSelect;

/** 申请延期: `value` more, in the unit of the case's own limit; returns the id of the ask. */
export async function askExtension(
	db: Db,
	actor: Actor,
	code: string,
	{ reason, value }: { reason: string; value: number },
	at: number
): Promise<number> {
	return ask(db, actor, code, 'extension', at, async (tx, report) => {
		const running = await runningHandling(tx, report.id);
		if (!running) throw new Refusal('conflict', '这件现在不计时，不需要延期');
		const { type } = running.clock.limit;
		if (!extensionChoices[type].includes(value)) {
			throw new Refusal('invalid', '请选择要多少时间', { value: '请选择要多少时间' });
		}
		const amount = limitLabel({ type, value });
		return { reason, value, note: `${amount}：${reason}`, facts: { expected: amount } };
	});
}

/** 申请挂账 until the end of an expected day, '2026-01-20'. */
export async function askSuspension(
	db: Db,
	actor: Actor,
	code: string,
	{ reason, until: day }: { reason: string; until: string },
	at: number
): Promise<number> {
	const until = endOfDay(day);
	if (day <= dayOf(at)) {
		throw new Refusal('invalid', '预计恢复的日子要在今天以后', { until: '要在今天以后' });
	}
	if (until > at + longestSuspension * dayMs) {
		throw new Refusal('invalid', '挂账最多一年', { until: '最多一年' });
	}
	return ask(db, actor, code, 'suspension', at, async () => ({
		reason,
		until,
		note: `预计 ${untilLabel(until, at)} 恢复：${reason}`,
		facts: { expected: day }
	}));
}

/** 申诉超时 of a closed case, at the first level and, once refused, at the second. */
export async function appealOverdue(
	db: Db,
	actor: Actor,
	code: string,
	{ reason }: { reason: string },
	at: number
): Promise<number> {
	return ask(db, actor, code, 'appeal', at, async (tx, report) => {
		const level = 1 + (await asksOf(tx, report.id)).filter(isAppealAnswered).length;
		return { reason, level, note: reason, facts: { level } };
	});
}

const isAppealAnswered = ({ kind, granted }: Ask): boolean => kind === 'appeal' && granted !== null;

/** 恢复办理, by the unit or a supervisor. */
export async function resumeReport(db: Db, actor: Actor, code: string, at: number): Promise<void> {
	await db.transaction(async (tx) => {
		await advance(tx, actor, await getReport(tx, code), 'resume', at);
	});
}

type Asked = Pick<Ask, 'reason'> &
	Partial<Pick<Ask, 'value' | 'until' | 'level'>> & {
		note: string;
		facts: Record<string, string | number>;
	};

async function ask(
	db: Db,
	actor: Actor,
	code: string,
	kind: AskKind,
	at: number,
	what: (tx: Db, report: Report) => Promise<Asked>
): Promise<number> {
	const { accountId, unitId } = actor;
	if (accountId === null || unitId === null) throw new Refusal('forbidden', '请用单位的账号申请');
	try {
		return await db.transaction(async (tx) => {
			const report = await getReport(tx, code);
			const why = whyNotAsk(kind, await asksOf(tx, report.id), report.excused);
			if (why) throw new Refusal('conflict', why);
			const { note, facts, ...columns } = await what(tx, report);
			await advance(tx, actor, report, askTable[kind].asks, at, { note, facts });
			const [row] = await tx
				.insert(asks)
				.values({ reportId: report.id, kind, unitId, accountId, at, ...columns })
				.returning({ id: asks.id });
			return row!.id;
		});
	} catch (problem) {
		if (!isUniqueBreach(problem)) throw problem;
		throw new Refusal('conflict', `已有一份${askFacts(kind).label}申请在等待答复`);
	}
}

const asksOf = (tx: Db, reportId: number) =>
	tx.select().from(asks).where(eq(asks.reportId, reportId)).orderBy(desc(asks.id));

/** What a supervisor answers, with the reason for the unit and what the public may read of it. */
export async function decideAsk(db: Db, actor: Actor, input: DecideAsk, at: number): Promise<void> {
	await db.transaction(async (tx) => {
		const [row] = await tx.select().from(asks).where(eq(asks.id, input.id)).limit(1);
		if (!row) throw new Refusal('missing', '没有这份申请');
		if (row.decidedAt !== null) throw new Refusal('conflict', '这份申请已经有答复了，请刷新');
		const [report] = await tx.select().from(reports).where(eq(reports.id, row.reportId)).limit(1);
		if (!report) throw new Refusal('missing', '没有这件');
		if (row.kind === 'appeal') await mustBeAnother(tx, actor, row);
		const granted = input.answer === 'grant';
		const { grants, refuses } = askFacts(row.kind);
		await advance(tx, actor, report, granted ? grants : refuses, at, {
			note: input.reason,
			...(granted ? await granting(tx, row, input.publicWords, at) : {})
		});
		// the step itself may have made another ask moot, never this one twice
		await tx
			.update(asks)
			.set({ decidedAt: at, decidedBy: actor.accountId, granted, answer: input.reason })
			.where(eq(asks.id, row.id));
	});
}

/** What follows from a yes: for the case, and for the public. */
async function granting(tx: Db, { kind, reportId, value, until }: Ask, words: string, at: number) {
	const said = (sentence: string) => [sentence, words].filter(Boolean).join('');
	if (kind === 'appeal') return { set: { excused: true } };
	if (kind === 'suspension') {
		const day = untilLabel(until ?? at, at);
		return { publicNote: said(`预计 ${day} 恢复。`), facts: { expected: dayOf(until ?? at) } };
	}
	const due = await extendHandling(tx, reportId, value ?? 0);
	const when = due.dueAt === null ? '' : formatTime(due.dueAt, at);
	return { set: due, publicNote: said(`办理期限延长到 ${when}。`), facts: { expected: when } };
}

// the second level is somebody else's, where there is anybody else
async function mustBeAnother(tx: Db, actor: Actor, { reportId, level }: Ask): Promise<void> {
	if (level < 2) return;
	const [first] = await tx
		.select({ decidedBy: asks.decidedBy })
		.from(asks)
		.where(and(eq(asks.reportId, reportId), eq(asks.kind, 'appeal'), eq(asks.level, 1)))
		.orderBy(desc(asks.id))
		.limit(1);
	if (first?.decidedBy !== actor.accountId) return;
	const supervisors = await accountsOf(tx, 'supervisor');
	if (supervisors.some((id) => id !== actor.accountId)) {
		throw new Refusal('forbidden', '第一级是您答复的，第二级请由另一位督导员答复');
	}
}

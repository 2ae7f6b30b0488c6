import { and, eq, lte, or, sql } from 'drizzle-orm';
import { mayTriage } from '../../../accounts/policy';
import type { Actor } from '../../../accounts/roles';
import { assignedMs, takeMs, type Take } from '../../../reports/takes';
import { record } from '../../audit/record';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { takes } from '../desk-schema';
import { getReport } from '../queries/casework';
import { isWaiting } from '../queries/orders';
import { refuseIfTaken, takeOf } from '../queries/takes';

/**
 * Marks a report that was opened as in the actor's hands, unless another one has it or it waits for an
 * order to be carried out, and says who has it now. To renew it, do it again.
 */
export async function takeReport(db: Db, actor: Actor, code: string, at: number): Promise<Take> {
	const accountId = moderatorId(actor);
	const report = await getReport(db, code);
	// what a colleague has ordered must not fail because someone looked at it
	if (await isWaiting(db, report.id)) return takeOf(db, actor, report.id, at);
	await db
		.insert(takes)
		.values({ reportId: report.id, accountId, until: at + takeMs })
		.onConflictDoUpdate({
			target: takes.reportId,
			// what was assigned for longer stays so
			set: {
				accountId,
				until: sql`CASE WHEN ${takes.accountId} = ${accountId}
					THEN max(${takes.until}, ${at + takeMs}) ELSE ${at + takeMs} END`
			},
			setWhere: or(eq(takes.accountId, accountId), lte(takes.until, at))
		});
	return takeOf(db, actor, report.id, at);
}

/** 接手: whoever had it no longer has. */
export async function takeOver(db: Db, actor: Actor, code: string, at: number): Promise<Take> {
	const accountId = moderatorId(actor);
	return db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const before = await takeOf(tx, actor, report.id, at);
		await handTo(tx, report.id, accountId, at + takeMs);
		if (before && !before.mine) await record(tx, actor, 'take_over', `report:${code}`, at);
		return takeOf(tx, actor, report.id, at);
	});
}

/** 指派: for `assignedMs` the report is another moderator's to decide on. */
export async function assignReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { accountId: number },
	at: number
): Promise<void> {
	moderatorId(actor);
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const [colleague] = await tx
			.select({ id: accounts.id })
			.from(accounts)
			.where(
				and(
					eq(accounts.id, input.accountId),
					eq(accounts.role, 'moderator'),
					eq(accounts.active, true)
				)
			)
			.limit(1);
		if (!colleague) {
			throw new Refusal('invalid', '只能指派给在岗的值守员', { accountId: '请选择在岗的值守员' });
		}
		await refuseIfTaken(tx, actor, code, at);
		await handTo(tx, report.id, colleague.id, at + assignedMs);
		await record(tx, actor, 'assign', `report:${code}`, at, { to: colleague.id });
	});
}

async function handTo(tx: Db, reportId: number, accountId: number, until: number): Promise<void> {
	await tx
		.insert(takes)
		.values({ reportId, accountId, until })
		.onConflictDoUpdate({ target: takes.reportId, set: { accountId, until } });
}

function moderatorId(actor: Actor): number {
	if (!mayTriage(actor) || actor.accountId === null) {
		throw new Refusal('forbidden', '只有值守员可以办理');
	}
	return actor.accountId;
}

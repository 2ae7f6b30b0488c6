import type { Actor } from '../../../accounts/roles';
import type { Action } from '../../../reports/workflow';
import type { Db } from '../../db';
import { advance } from '../advance';
import { getReport } from '../queries/casework';

/** 催办: counted, and the unit is told. */
export async function urgeReport(db: Db, actor: Actor, code: string, at: number) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'urge', at, { set: { urgeCount: report.urgeCount + 1 } });
	});
}

/** 督办, with its reason. */
export async function superviseReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'supervise', at, {
			set: { superviseCount: report.superviseCount + 1 },
			note: input.reason
		});
	});
}

/** 挂账: the unit asks, the supervisor grants or refuses, either resumes. */
export async function decideOnSuspension(
	db: Db,
	actor: Actor,
	code: string,
	action: Extract<Action, 'ask_suspension' | 'suspend' | 'refuse_suspension' | 'resume'>,
	input: { reason: string; expected?: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const open = action === 'suspend';
		await advance(tx, actor, report, action, at, {
			note: input.reason,
			publicNote: open ? `${input.reason}，预计 ${input.expected} 恢复` : '',
			facts: input.expected ? { expected: input.expected } : undefined
		});
	});
}

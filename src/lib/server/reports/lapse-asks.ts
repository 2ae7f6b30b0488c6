import { and, eq, inArray, isNull } from 'drizzle-orm';
import { askFacts, askKinds } from '../../reports/asks';
import { actionFacts, type State } from '../../reports/workflow';
import type { Db } from '../db';
import { asks } from './desk-schema';

/** A case that has moved to where an open ask could no longer be granted needs no answer to it. */
export async function lapseAsks(tx: Db, reportId: number, to: State, at: number): Promise<void> {
	const moot = askKinds.filter((kind) => !actionFacts(askFacts(kind).grants).from.includes(to));
	if (moot.length === 0) return;
	await tx
		.update(asks)
		.set({ decidedAt: at, answer: '案件已进入下一步，这份申请不再需要答复' })
		.where(and(eq(asks.reportId, reportId), inArray(asks.kind, moot), isNull(asks.decidedAt)));
}

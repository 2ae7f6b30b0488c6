import { and, eq, inArray, max } from 'drizzle-orm';
import { actionFacts, type Action } from '../../../reports/workflow';
import { decidingMoment } from '../../../reports/written';
import type { Db } from '../../db';
import type { Report } from '../advance';
import { events } from '../schema';

/** Of a step taken on site, what the phone says of it besides. */
export type OnSite = {
	/** When it was written, ms; it may have come here much later. */
	written?: number | null;
	/** How far from the case. */
	metres?: number | null;
};

/** Put the case into the unit's hands. */
const handing = ['dispatch', 'fail', 'reopen', 'resume'] as const satisfies Action[];

/** The moment that decides whether the step was in time, and both moments for whoever asks later. */
export async function stepOnSite(
	tx: Db,
	report: Report,
	action: Action,
	{ written, metres }: OnSite,
	at: number
): Promise<{ doneAt: number; facts: Record<string, string | number> }> {
	const there: Record<string, number> = typeof metres === 'number' ? { metres } : {};
	if (typeof written !== 'number') return { doneAt: at, facts: there };
	const since = actionFacts(action).ownUnit
		? ((await lastHanded(tx, report.id)) ?? report.stateSince)
		: report.stateSince;
	const deciding = decidingMoment(written, { since, received: at });
	return {
		doneAt: deciding.at,
		facts: { ...there, writtenAt: written, receivedAt: at, countedBy: deciding.by }
	};
}

// not since the last step: 签收 may have waited in the same phone
async function lastHanded(tx: Db, reportId: number): Promise<number | null> {
	const [row] = await tx
		.select({ at: max(events.at) })
		.from(events)
		.where(and(eq(events.reportId, reportId), inArray(events.action, [...handing])));
	return row?.at ?? null;
}

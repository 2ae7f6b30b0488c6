import { and, desc, gt, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import { publicTime } from '../../../reports/public-view';
import { openStates } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { reports } from '../schema';

export const closedDays = 30;
/** What was closed of late was made public before that; further back nobody looks. */
const releasedDays = 180;
const most = 20;

/** What the public sees of a grid: what is open, and what was closed in 30 days, the latest first. */
export async function casesOfGrid(db: Db, gridId: number, at: number) {
	const open = await lines(
		db,
		and(
			inArray(reports.state, [...openStates]),
			isNotNull(reports.releasedAt),
			// the plus keeps SQLite on the state: few are open, many of a grid are closed
			sql`+${reports.gridId} = ${gridId}`
		)
	);
	const closed = await lines(
		db,
		and(
			sql`${reports.gridId} = ${gridId}`,
			gt(reports.releasedAt, at - releasedDays * dayMs),
			sql`+${reports.state} = 'closed'`,
			gt(reports.closedAt, at - closedDays * dayMs)
		)
	);
	return { open, closed };
}

async function lines(db: Db, which: SQL | undefined) {
	const rows = await db
		.select({
			code: reports.code,
			kind: reports.kind,
			category: reports.category,
			state: reports.state,
			description: reports.publicDescription,
			place: reports.placeName,
			submittedAt: reports.submittedAt,
			photoKey: sql<
				string | null
			>`(SELECT p.key FROM photos p WHERE p.report_id = reports.id AND p.stage = 'report' AND p.released IS NOT NULL ORDER BY p.n LIMIT 1)`
		})
		.from(reports)
		.where(which)
		.orderBy(desc(reports.releasedAt))
		.limit(most + 1);
	return {
		more: rows.length > most,
		rows: rows.slice(0, most).map(({ kind, ...row }) => ({
			...row,
			submittedAt: publicTime({ kind, submittedAt: row.submittedAt }),
			dayOnly: kind === 'conduct'
		}))
	};
}

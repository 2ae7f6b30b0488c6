import { and, between, desc, eq, inArray, sql } from 'drizzle-orm';
import { distanceMetres } from '../../../places/geometry';
import { finishedStates, isRepeat, repeat } from '../../../reports/repeats';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { around } from '../../places/boxes';
import type { Report } from '../advance';
import { reports } from '../schema';

/** The finished reports that this one repeats, the newest first. */
export async function repeatedBy(db: Db, report: Report): Promise<{ id: number; code: string }[]> {
	const { west, south, east, north } = around(report, repeat.metres);
	const rows = await db
		.select({
			id: reports.id,
			code: reports.code,
			kind: reports.kind,
			category: reports.category,
			state: reports.state,
			stateSince: reports.stateSince,
			submittedAt: reports.submittedAt,
			lat: reports.lat,
			lng: reports.lng
		})
		.from(reports)
		.where(
			and(
				// by what ended in those days: in a busy place all that ever was is far more
				eq(reports.category, report.category),
				between(reports.stateSince, report.submittedAt - repeat.days * dayMs, report.submittedAt),
				between(reports.lat, south, north),
				between(reports.lng, west, east),
				inArray(sql`+${reports.state}`, [...finishedStates])
			)
		)
		.orderBy(desc(reports.id))
		.limit(200);
	return rows
		.filter((earlier) => isRepeat(report, earlier, distanceMetres(report, earlier)))
		.map(({ id, code }) => ({ id, code }));
}

/** The last of them, null for none. */
export async function lastRepeated(db: Db, report: Report): Promise<number | null> {
	const [last] = await repeatedBy(db, report);
	return last?.id ?? null;
}

/** Which time within the repeat's days it is that the same trouble is there; 1 is no repeat. */
export async function timesHere(db: Db, report: Report): Promise<number> {
	return report.repeatOfId === null ? 1 : (await repeatedBy(db, report)).length + 1;
}

import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { openStates } from '../../../reports/workflow';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { assists } from '../desk-schema';
import { reports } from '../schema';
import { firstPhotoKey } from './first-photo';

/** The units that help with a report. */
export const assistsOf = (db: Db, reportId: number) =>
	db
		.select({ unitId: assists.unitId, unit: units.name })
		.from(assists)
		.innerJoin(units, eq(units.id, assists.unitId))
		.where(eq(assists.reportId, reportId))
		.orderBy(asc(assists.unitId));

export async function isAssisting(db: Db, actor: Actor, reportId: number): Promise<boolean> {
	if (actor.role !== 'unit_handler' || actor.unitId === null) return false;
	const [row] = await db
		.select({ since: assists.since })
		.from(assists)
		.where(and(eq(assists.reportId, reportId), eq(assists.unitId, actor.unitId)))
		.limit(1);
	return row !== undefined;
}

/** Open cases that a unit helps with, the latest asked for first: without a limit, which is not theirs. */
export const assistedBy = (db: Db, unitId: number) =>
	db
		.select({
			code: reports.code,
			category: reports.category,
			urgent: reports.urgent,
			description: reports.description,
			placeName: reports.placeName,
			address: reports.address,
			state: reports.state,
			reworkCount: reports.reworkCount,
			supportCount: reports.supportCount,
			lead: units.name,
			photoKey: firstPhotoKey
		})
		.from(assists)
		.innerJoin(reports, eq(reports.id, assists.reportId))
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(and(eq(assists.unitId, unitId), inArray(reports.state, [...openStates])))
		.orderBy(desc(assists.reportId))
		.limit(50);

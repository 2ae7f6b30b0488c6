import { and, asc, eq, inArray } from 'drizzle-orm';
import { openStates } from '../../../reports/workflow';
import type { Db } from '../../db';
import { grids, units } from '../../places/schema';
import { reports } from '../schema';

/** Open cases that no duty named a unit for (管理盲区), the oldest first. */
export const openGapCases = (db: Db, limit = 100) =>
	db
		.select({
			code: reports.code,
			category: reports.category,
			categoryGroup: reports.categoryGroup,
			state: reports.state,
			placeName: reports.placeName,
			submittedAt: reports.submittedAt,
			grid: grids.name,
			unit: units.name
		})
		.from(reports)
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.leftJoin(units, eq(units.id, reports.unitId))
		.where(and(inArray(reports.state, [...openStates]), eq(reports.gap, true)))
		.orderBy(asc(reports.id))
		.limit(limit);

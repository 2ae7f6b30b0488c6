import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db';
import { grids } from '../../places/schema';
import { Refusal } from '../../refusal';
import { dayOf, startOfDay } from '../../../time/shanghai';
import { reports } from '../schema';
import { publicTime } from '../../../reports/public-view';

const length = 50;

export type FeedEntry = {
	code: string;
	category: string;
	group: string;
	description: string;
	place: string;
	submittedAt: number;
	releasedAt: number;
	dayOnly: boolean;
};

/**
 * What was released last, in one grid and of one group where named, as the public may see it: of
 * conduct both times are of the day alone.
 */
export async function newestReleased(
	db: Db,
	{ gridId, group }: { gridId?: number; group?: string }
): Promise<FeedEntry[]> {
	const rows = await db
		.select({
			code: reports.code,
			kind: reports.kind,
			category: reports.category,
			group: reports.categoryGroup,
			description: reports.publicDescription,
			placeName: reports.placeName,
			grid: grids.name,
			submittedAt: reports.submittedAt,
			releasedAt: reports.releasedAt
		})
		.from(reports)
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.where(
			and(
				isNotNull(reports.releasedAt),
				gridId === undefined ? undefined : eq(reports.gridId, gridId),
				group === undefined ? undefined : eq(reports.categoryGroup, group)
			)
		)
		.orderBy(desc(reports.releasedAt), desc(reports.code))
		.limit(length);
	return rows.map(({ kind, placeName, grid, releasedAt, submittedAt, ...row }) => ({
		...row,
		place: placeName || (grid ?? ''),
		submittedAt: publicTime({ kind, submittedAt }),
		releasedAt: kind === 'conduct' ? startOfDay(dayOf(releasedAt ?? 0)) : (releasedAt ?? 0),
		dayOnly: kind === 'conduct'
	}));
}

/** @throws Refusal('missing') */
export async function gridToFollow(db: Db, code: string): Promise<{ id: number; name: string }> {
	const [grid] = await db
		.select({ id: grids.id, name: grids.name })
		.from(grids)
		.where(eq(grids.code, code))
		.limit(1);
	if (!grid) throw new Refusal('missing', '没有这个网格');
	return grid;
}

import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { dayMs } from '../../time/shanghai';
import type { Db } from '../db';
import { posts, shifts } from './schema';

const most = 50;

/** The shifts that someone leads, from those of yesterday on, in order. */
export const ledShifts = (db: Db, { accountId }: Actor, at: number) =>
	db
		.select({
			code: shifts.code,
			day: shifts.day,
			startsAt: shifts.startsAt,
			endsAt: shifts.endsAt,
			finishedAt: shifts.finishedAt,
			postName: posts.name
		})
		.from(shifts)
		.innerJoin(posts, eq(posts.id, shifts.postId))
		.where(
			and(
				eq(shifts.leadId, accountId ?? 0),
				// none is longer than a day
				gt(shifts.startsAt, at - 2 * dayMs),
				isNull(shifts.calledOffAt)
			)
		)
		.orderBy(asc(shifts.startsAt))
		.limit(most);

import { randomBytes } from 'node:crypto';
import { and, asc, eq, gte, isNotNull, lt } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { codeFrom } from '../../reports/code';
import { publicDays } from '../../time/calendar';
import { addDays, dayOf, startOfDay } from '../../time/shanghai';
import { occurrences, type Occurrence } from '../../volunteering/patterns';
import { record } from '../audit/record';
import type { Db } from '../db';
import { townCalendar } from '../reports/town-calendar';
import { Refusal } from '../refusal';
import { assertPlans } from './posts';
import { schoolTerms } from './rules';
import { patterns, posts, shifts } from './schema';

/** How far ahead shifts may be made, so that a slip of the pen does not make thousands. */
export const mostDaysAhead = 120;

/** @throws Refusal('invalid') beside the field `field` */
export function assertNotTooFar(day: string, field: string, at: number): void {
	if (day <= addDays(dayOf(at), mostDaysAhead)) return;
	const message = `最多排到 ${mostDaysAhead} 天以后`;
	throw new Refusal('invalid', message, { [field]: message });
}

export type Planned = Occurrence & {
	patternId: number;
	postId: number;
	postName: string;
	least: number;
	most: number;
};

/** The shifts that the patterns would add between two days, both included; none that is there. */
export async function planned(db: Db, from: string, to: string, at: number): Promise<Planned[]> {
	if (from < dayOf(at)) {
		throw new Refusal('invalid', '不能排已经过去的日子', { from: '请选今天以后' });
	}
	assertNotTooFar(to, 'to', at);
	const rows = await db
		.select({ pattern: patterns, postName: posts.name })
		.from(patterns)
		.innerJoin(posts, eq(posts.id, patterns.postId))
		.where(and(eq(patterns.active, true), eq(posts.active, true)))
		.orderBy(asc(patterns.id));
	const made = await madeOf(db, from, to);
	const days = await daysOf(db, from, to);
	return rows
		.flatMap(({ pattern, postName }) => {
			const { id: patternId, postId, least, most, seasonFrom, seasonTo } = pattern;
			const season = { from: seasonFrom, to: seasonTo };
			return occurrences({ ...pattern, season }, from, to, days)
				.filter(({ day, startsAt }) => startsAt > at && !made.has(`${patternId} ${day}`))
				.map((occurrence) => ({ ...occurrence, patternId, postId, postName, least, most }));
		})
		.sort((a, b) => a.startsAt - b.startsAt || a.patternId - b.patternId);
}

// a shift of a pattern keeps its day (see changeShift), so that it is found by when it begins
async function madeOf(db: Db, from: string, to: string): Promise<Set<string>> {
	const rows = await db
		.select({ patternId: shifts.patternId, day: shifts.day })
		.from(shifts)
		.where(
			and(
				gte(shifts.startsAt, startOfDay(from)),
				lt(shifts.startsAt, startOfDay(addDays(to, 1))),
				isNotNull(shifts.patternId)
			)
		);
	return new Set(rows.map(({ patternId, day }) => `${patternId} ${day}`));
}

async function daysOf(db: Db, from: string, to: string) {
	const terms = await schoolTerms(db);
	const years = new Set([from.slice(0, 4), to.slice(0, 4)]);
	const off = [...years].flatMap((year) => publicDays(Number(year)).filter(({ work }) => !work));
	const holidays = new Set(off.map(({ day }) => day));
	const calendar = await townCalendar(db);
	return { calendar, isHoliday: (day: string) => holidays.has(day), terms };
}

/** Makes what is planned; a second time nothing is added. @returns how many were made */
export async function carryOutPlan(
	db: Db,
	actor: Actor,
	{ from, to }: { from: string; to: string },
	at: number
): Promise<number> {
	assertPlans(actor);
	return db.transaction(async (tx) => {
		const plan = await planned(tx, from, to, at);
		const rows = plan.map(({ patternId, postId, day, startsAt, endsAt, least, most }) => {
			const code = codeFrom(randomBytes(8));
			return { code, patternId, postId, day, startsAt, endsAt, least, most };
		});
		for (let i = 0; i < rows.length; i += 200) {
			await tx.insert(shifts).values(rows.slice(i, i + 200));
		}
		await record(tx, actor, 'plan_shifts', 'shifts', at, { from, to, made: rows.length });
		return rows.length;
	});
}

import { and, desc, eq, lte } from 'drizzle-orm';
import { categories, findCategory, groups } from '../../../reports/categories';
import type { TimeLimit } from '../../../reports/deadlines';
import {
	limitName,
	limitSubject,
	officeSteps,
	sameLimit,
	standardLimit
} from '../../../reports/limits';
import type { ClockName } from '../../../reports/workflow';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { limitSettings } from '../desk-schema';
import { clocks } from '../schema';

/** The limit of a clock that starts at `at`; one that runs keeps the limit it started with. */
export const limitFor = (
	db: Db,
	clock: ClockName,
	category: string,
	at: number
): Promise<TimeLimit> => limitSet(db, limitName(clock, category), at);

export async function limitSet(db: Db, name: string, at: number): Promise<TimeLimit> {
	const [own] = await db
		.select({ type: limitSettings.limitType, value: limitSettings.limitValue })
		.from(limitSettings)
		.where(and(eq(limitSettings.category, name), lte(limitSettings.from, at)))
		.orderBy(desc(limitSettings.from), desc(limitSettings.id))
		.limit(1);
	return own ?? standardLimit(name);
}

/**
 * How long handling this report may take: as its clock says once there is one, extensions and all, else
 * as a clock would be set at `at`; null for what nobody handles.
 */
export async function handlingLimit(
	db: Db,
	report: { id: number; category: string },
	at: number
): Promise<TimeLimit | null> {
	const [clock] = await db
		.select({ type: clocks.limitType, value: clocks.limitValue })
		.from(clocks)
		.where(and(eq(clocks.reportId, report.id), eq(clocks.name, 'handle')))
		.orderBy(desc(clocks.id))
		.limit(1);
	if (clock) return clock;
	const handled = findCategory(report.category)?.limit ?? null;
	return handled && limitFor(db, 'handle', report.category, at);
}

type Entry = {
	id: string;
	label: string;
	standard: TimeLimit;
	limit: TimeLimit;
	/** The town has set another than the standard. */
	own: boolean;
};

/** Every limit of the town by groups, the office's own steps first. */
export async function limitCatalogue(
	db: Db
): Promise<{ id: string; label: string; entries: Entry[] }[]> {
	const rows = await db.select().from(limitSettings).orderBy(limitSettings.from, limitSettings.id);
	const set = new Map(rows.map((row) => [row.category, row]));
	const entry = (id: string): Entry => {
		const standard = standardLimit(id);
		const row = set.get(id);
		const limit = row ? { type: row.limitType, value: row.limitValue } : standard;
		return { id, label: limitSubject(id), standard, limit, own: !sameLimit(limit, standard) };
	};
	const handled = categories.filter(({ limit }) => limit !== null);
	return [
		{ id: 'office', label: '文明办自己的环节', entries: officeSteps.map(entry) },
		...groups.map(({ id, label }) => ({
			id,
			label,
			entries: handled.filter(({ group }) => group === id).map((category) => entry(category.id))
		}))
	].filter(({ entries }) => entries.length > 0);
}

const historyShown = 100;

/** Who changed which limit when, from what to what; the newest first. */
export async function limitHistory(db: Db) {
	const rows = await db
		.select({
			id: limitSettings.id,
			name: limitSettings.category,
			type: limitSettings.limitType,
			value: limitSettings.limitValue,
			at: limitSettings.from,
			who: accounts.name
		})
		.from(limitSettings)
		.innerJoin(accounts, eq(accounts.id, limitSettings.accountId))
		.orderBy(limitSettings.from, limitSettings.id);
	const before = new Map<string, TimeLimit>();
	const changes = rows.map(({ id, name, type, value, at, who }) => {
		const from = before.get(name) ?? standardLimit(name);
		const to = { type, value };
		before.set(name, to);
		return { id, subject: limitSubject(name), from, to, at, who };
	});
	return changes.reverse().slice(0, historyShown);
}

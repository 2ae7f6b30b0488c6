import {
	and,
	asc,
	count,
	desc,
	eq,
	gt,
	inArray,
	isNotNull,
	isNull,
	ne,
	or,
	sql,
	type SQL
} from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { statesInQueue, type State } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { accounts } from '../../accounts/schema';
import { grids, units } from '../../places/schema';
import { reports } from '../schema';
import { countStates } from './queue-lists';
import { firstPhotoKey } from './first-photo';

/** As many as a section shows; the most pressing first. */
const sectionSize = 50;
const recentDays = 30;

/** What a unit has before it, in the order of its work. */
const unitSections = {
	toAcknowledge: ['dispatched'],
	atWork: ['processing', 'rework', 'suspended'],
	handedIn: ['awaiting_check']
} as const satisfies Record<string, readonly State[]>;

type Section = keyof typeof unitSections;

function cards(db: Db) {
	return db
		.select({
			code: reports.code,
			category: reports.category,
			urgent: reports.urgent,
			description: reports.description,
			placeName: reports.placeName,
			address: reports.address,
			lat: reports.lat,
			lng: reports.lng,
			state: reports.state,
			dueAt: reports.dueAt,
			dueSoonAt: reports.dueSoonAt,
			reworkCount: reports.reworkCount,
			overdue: reports.overdue,
			supervision: reports.supervision,
			supervisedUntil: reports.supervisedUntil,
			urgeCount: reports.urgeCount,
			supportCount: reports.supportCount,
			repeatOfId: reports.repeatOfId,
			closedAt: reports.closedAt,
			unit: units.name,
			grid: grids.name,
			handlerId: reports.handlerId,
			handler: accounts.name,
			photoKey: firstPhotoKey
		})
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.leftJoin(grids, eq(grids.id, reports.gridId))
		.leftJoin(accounts, eq(accounts.id, reports.handlerId))
		.$dynamic();
}

export type FieldCard = Awaited<ReturnType<typeof cards>>[number];

const byDeadline = [
	desc(reports.urgent),
	sql`${reports.dueAt} IS NULL`,
	asc(reports.dueAt),
	asc(reports.id)
];

/**
 * A unit's own cases, each section with how many there are in all; with `handler` those alone that
 * this colleague has in hand.
 */
export async function unitWork(db: Db, unitId: number, at: number, handler?: number) {
	const counts = await countStates(db, Object.values(unitSections).flat(), unitId);
	const inHand = handler === undefined ? undefined : eq(reports.handlerId, handler);
	const section = async (name: Section) => {
		const among = unitSections[name];
		const which = and(eq(reports.unitId, unitId), inArray(reports.state, [...among]), inHand);
		const cases = await cards(db)
			.where(which)
			.orderBy(...byDeadline)
			.limit(sectionSize);
		if (inHand) return { cases, all: await countOf(db, which) };
		const all = among.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
		return { cases, all };
	};
	return {
		toAcknowledge: await section('toAcknowledge'),
		atWork: await section('atWork'),
		handedIn: await section('handedIn'),
		closed: await cards(db)
			.where(
				and(
					eq(reports.unitId, unitId),
					eq(reports.state, 'closed'),
					inHand,
					gt(reports.closedAt, at - recentDays * dayMs)
				)
			)
			.orderBy(desc(reports.closedAt))
			.limit(10)
	};
}

async function countOf(db: Db, which: SQL | undefined): Promise<number> {
	const [row] = await db.select({ cases: count() }).from(reports).where(which);
	return row?.cases ?? 0;
}

/** As many as a phone sorts and shows. */
const checkSize = 200;

/**
 * What waits for a checker on site, by deadline; the phone puts it into the order of its way. To
 * check a unit's work, one must not belong to it; whether trouble is there, anyone may verify.
 */
export async function checkWork(db: Db, actor: Actor) {
	const waiting = and(
		inArray(reports.state, statesInQueue('checker')),
		isNotNull(reports.readyAt),
		actor.unitId === null
			? undefined
			: or(
					ne(reports.state, 'awaiting_check'),
					isNull(reports.unitId),
					ne(reports.unitId, actor.unitId)
				)
	);
	const cases = await cards(db)
		.where(waiting)
		.orderBy(...byDeadline)
		.limit(checkSize);
	return { cases, all: await countOf(db, waiting) };
}

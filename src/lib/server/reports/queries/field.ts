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
	sql
} from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { distanceMetres, type LatLng } from '../../../places/geometry';
import { statesInQueue, type State } from '../../../reports/workflow';
import { dayMs } from '../../../time/shanghai';
import type { Db } from '../../db';
import { units } from '../../places/schema';
import { reports } from '../schema';
import { countStates } from './casework';
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
			supportCount: reports.supportCount,
			repeatOfId: reports.repeatOfId,
			closedAt: reports.closedAt,
			unit: units.name,
			photoKey: firstPhotoKey
		})
		.from(reports)
		.leftJoin(units, eq(units.id, reports.unitId))
		.$dynamic();
}

export type FieldCard = Awaited<ReturnType<typeof cards>>[number];

const byDeadline = [
	desc(reports.urgent),
	sql`${reports.dueAt} IS NULL`,
	asc(reports.dueAt),
	asc(reports.id)
];

/** A unit's own cases, each section with how many there are in all. */
export async function unitWork(db: Db, unitId: number, at: number) {
	const counts = await countStates(db, Object.values(unitSections).flat(), unitId);
	const section = async (name: Section) => {
		const among = unitSections[name];
		const cases = await cards(db)
			.where(and(eq(reports.unitId, unitId), inArray(reports.state, [...among])))
			.orderBy(...byDeadline)
			.limit(sectionSize);
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
					gt(reports.closedAt, at - recentDays * dayMs)
				)
			)
			.orderBy(desc(reports.closedAt))
			.limit(10)
	};
}

/**
 * What waits for a checker on site: by distance from `here` when it is given, else by deadline. To
 * check a unit's work, one must not belong to it; whether trouble is there, anyone may verify.
 */
export async function checkWork(db: Db, actor: Actor, here: LatLng | null) {
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
	const rows = await cards(db)
		.where(waiting)
		.orderBy(...(here ? [nearestFirst(here)] : byDeadline))
		.limit(2 * sectionSize);
	const [all] = await db.select({ cases: count() }).from(reports).where(waiting);
	return {
		cases: rows.map((row) => ({
			...row,
			metres: here ? Math.round(distanceMetres(here, row)) : null
		})),
		all: all?.cases ?? 0
	};
}

// within a town the earth is flat enough to sort by
function nearestFirst({ lat, lng }: LatLng) {
	const narrower = Math.cos((lat * Math.PI) / 180) ** 2;
	return sql`(${reports.lat} - ${lat}) * (${reports.lat} - ${lat}) + (${reports.lng} - ${lng}) * (${reports.lng} - ${lng}) * ${narrower}`;
}

import { and, asc, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { answerBy, answersOver, dutyOf, type Holding, type Tenure } from '../../places/tenures';
import { basisTable, type Answer, type Where } from '../../places/responsibility';
import { tenureKinds, type ChiefKind, type OfficerForce } from '../../places/posts';
import { dayMs, startOfDay } from '../../time/shanghai';
import type { Db } from '../db';
import { hasBegun, holdingNow } from './tenures';
import { tenures, units } from './schema';

/** The last moment of a Shanghai day: what was changed on that day counts. */
const endOf = (day: string): number => startOfDay(day) + dayMs - 1;

/** Who answered for a place and category at the end of a day, by what held then. */
export async function answeredOn(
	db: Db,
	day: string,
	where: Where
): Promise<(Answer & { unitName: string }) | null> {
	const answer = answerBy(await heldOn(db, day), where);
	return answer && { ...answer, unitName: (await unitNames(db)).get(answer.unitId) ?? '' };
}

/** All that held at the end of a day. */
export async function heldOn(db: Db, day: string): Promise<Holding[]> {
	if (!(await hasBegun(db))) return holdingNow(db);
	const moment = endOf(day);
	const rows = await Promise.all(
		tenureKinds.map((kind) =>
			db
				.select()
				.from(tenures)
				.where(
					and(
						eq(tenures.kind, kind),
						lte(tenures.from, moment),
						or(isNull(tenures.until), gt(tenures.until, moment))
					)
				)
				// as the duties themselves are listed, so that of two alike the same one comes first
				.orderBy(asc(tenures.ref))
		)
	);
	return rows.flat();
}

/** Who answered for a place and category through the years, the latest first. */
export async function answersThrough(db: Db, where: Where) {
	const names = await unitNames(db);
	const rows = (await hasBegun(db)) ? await tellingOf(db, where) : [];
	return answersOver(rows, where).map(({ from, until, answer }) => ({
		from,
		until,
		unit: names.get(answer?.unitId ?? 0) ?? '',
		rule: answer?.rule ?? '没有职责，也没有牵头单位',
		document: answer?.document ?? ''
	}));
}

async function tellingOf(db: Db, { category, group, gridId }: Where): Promise<Tenure[]> {
	const about = await db
		.select()
		.from(tenures)
		.where(eq(tenures.kind, 'duty'))
		.orderBy(asc(tenures.ref), asc(tenures.from));
	const area = await db
		.select()
		.from(tenures)
		.where(and(eq(tenures.kind, 'grid'), or(eq(tenures.ref, gridId ?? 0), eq(tenures.ref, 0))));
	return [
		...about.filter(({ facts }) => facts.category === category || facts.category === group),
		...area
	];
}

/** Every version of one duty, the latest first. */
export async function changesOfDuty(db: Db, id: number) {
	const names = await unitNames(db);
	const rows = await db
		.select()
		.from(tenures)
		.where(and(eq(tenures.kind, 'duty'), eq(tenures.ref, id)))
		.orderBy(desc(tenures.from));
	return rows.map((row) => {
		const { category, unitId, basis, document } = dutyOf(row);
		const { from, until } = row;
		const unit = names.get(unitId) ?? '';
		return { category, from, until, unit, basis: basisTable[basis].label, document };
	});
}

async function unitNames(db: Db): Promise<Map<number, string>> {
	const rows = await db.select({ id: units.id, name: units.name }).from(units);
	return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The posts that a grid and a road segment had at the end of a day; no names. */
export async function postsOn(
	db: Db,
	day: string,
	gridId: number | null,
	segment: { id: number; street: string } | undefined
) {
	const names = await unitNames(db);
	const held = await heldOn(db, day);
	const unitOf = ({ facts }: Holding) => names.get(Number(facts.unitId ?? 0)) ?? '';
	const post = ({ facts }: Holding) => String(facts.post ?? '');
	return {
		chiefs: held
			.filter(
				({ kind, facts }) =>
					kind === 'chief' &&
					((gridId !== null && facts.gridId === gridId) ||
						(segment !== undefined && facts.segmentId === segment.id))
			)
			.map((one) => ({ kind: one.facts.kind as ChiefKind, post: post(one), unit: unitOf(one) })),
		officers: held
			.filter(({ kind, facts }) => kind === 'officer' && facts.street === segment?.street)
			.map((one) => ({
				force: one.facts.force as OfficerForce,
				post: post(one),
				unit: unitOf(one)
			}))
	};
}

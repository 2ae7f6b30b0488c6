import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import type { Basis } from '../../../places/responsibility';
import { findCategory, type Category } from '../../../reports/categories';
import { readCode } from '../../../reports/code';
import { rejectReasons, states, type RejectReason } from '../../../reports/workflow';
import type { Db } from '../../db';
import { getUnit } from '../../places/queries';
import { suggestedUnit } from '../suggested-unit';
import { Refusal } from '../../refusal';
import { advance, tellOfOthers, type Report } from '../advance';
import { publicPlace } from '../public-place';
import { getReport } from '../queries/casework';
import { lastRepeated } from '../queries/repeats';
import { helpersFor, leadAndHelp, setAssists } from './assists';
import { followers, photos, reporters, reports } from '../schema';
import { freeMoment, moveSupports } from './move-supports';
import { appendPhotos } from './photos';

/** 受理立案, under the category that the moderator confirmed. */
export async function acceptReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { category: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await triaged(tx, code);
		const category = findCategory(input.category);
		if (category?.kind !== 'issue') {
			throw new Refusal('invalid', '劝导线索、点赞和建议请用“登记”，不能立案派遣', {
				category: '请选择可以派遣的类别'
			});
		}
		await advance(tx, actor, { ...report, kind: category.kind }, 'accept', at, {
			...(await confirmed(tx, report, category))
		});
	});
}

/** 登记: conduct and praise are counted, never dispatched. */
export async function noteReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { category: string; note: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await triaged(tx, code);
		const category = findCategory(input.category);
		if (!category || category.kind === 'issue') {
			throw new Refusal('invalid', '能够派遣的问题请用“受理立案”', {
				category: '请选择劝导线索、点赞或建议'
			});
		}
		await advance(tx, actor, { ...report, kind: category.kind }, 'note', at, {
			...(await confirmed(tx, report, category)),
			publicNote: input.note
		});
	});
}

/** What follows from the category that the moderator confirmed; of another, 反复 is another question. */
async function confirmed(tx: Db, report: Report, category: Category) {
	const { id, group, kind, urgent } = category;
	const set = { category: id, categoryGroup: group, kind, urgent, ...publicPlace(kind, report) };
	if (id === report.category) return { set };
	const repeatOfId = await lastRepeated(tx, { ...report, category: id, kind });
	return { set: { ...set, repeatOfId }, facts: { was: report.category } };
}

export async function askVerification(
	db: Db,
	actor: Actor,
	code: string,
	input: { note: string },
	at: number
) {
	await db.transaction(async (tx) => {
		await advance(tx, actor, await triaged(tx, code), 'ask_verify', at, { note: input.note });
	});
}

export async function rejectReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: RejectReason; note: string },
	at: number
) {
	const plain = [rejectReasons[input.reason].plain, input.note].filter(Boolean).join('');
	await db.transaction(async (tx) => {
		await advance(tx, actor, await triaged(tx, code), 'reject', at, {
			set: { rejectReason: input.reason },
			publicNote: plain,
			facts: { reason: input.reason }
		});
	});
}

/**
 * 并案 into an open report. Whoever reported or follows this one follows that one from then on, and
 * counts there as having seen it; what was merged into this one goes along.
 */
export async function mergeReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { target: string },
	at: number
) {
	const targetCode = readCode(input.target);
	if (!targetCode) {
		throw new Refusal('invalid', '编号不对', { target: '编号是 8 位，例如 7K3F-9QXM' });
	}
	await db.transaction(async (tx) => {
		const report = await triaged(tx, code);
		const target = await getReport(tx, targetCode);
		if (target.id === report.id) {
			throw new Refusal('invalid', '不能并入自己', { target: '请填另一件的编号' });
		}
		if (states[target.state].over) {
			throw new Refusal('conflict', `${target.code} ${states[target.state].label}，不能并入`);
		}
		await advance(tx, actor, report, 'merge', at, {
			set: { mergedIntoId: target.id },
			publicNote: target.releasedAt === null ? '' : `并入 ${target.code}`,
			facts: { into: target.code }
		});
		await tx
			.update(reports)
			.set({ mergedIntoId: target.id })
			.where(eq(reports.mergedIntoId, report.id));
		await moveFollowers(tx, report.id, target.id, at);
		const moment = await freeMoment(tx, target.id, at);
		const { fresh, moments } = await moveSupports(tx, report.id, target.id, moment + 1);
		await copyPhotos(tx, report.id, target.id, moment, moments);
		await tellOfOthers(tx, target, fresh, at);
	});
}

async function moveFollowers(tx: Db, from: number, to: number, at: number) {
	const own = await tx
		.select({ accountId: reporters.accountId })
		.from(reporters)
		.where(eq(reporters.reportId, from));
	const others = await tx
		.select({ accountId: followers.accountId })
		.from(followers)
		.where(eq(followers.reportId, from));
	const moving = [...own, ...others].flatMap(({ accountId }) =>
		accountId === null ? [] : [{ reportId: to, accountId, since: at }]
	);
	if (moving.length > 0) await tx.insert(followers).values(moving).onConflictDoNothing();
}

// Copies, so that the reporter's own page keeps them; whether the public sees them is decided anew.
// As of someone who saw it too: the other reporter has no claim on them. A support's photos go with it
// and stay that person's to take back; the others have a moment that is nobody's.
async function copyPhotos(
	tx: Db,
	from: number,
	to: number,
	at: number,
	moments: ReadonlyMap<number, number>
) {
	const rows = await tx
		.select()
		.from(photos)
		.where(
			and(
				eq(photos.reportId, from),
				inArray(photos.stage, ['report', 'support']),
				isNull(photos.withdrawnAt)
			)
		)
		.orderBy(asc(photos.id));
	const copies = rows.map((photo) => ({
		...photo,
		at: (photo.stage === 'support' ? moments.get(photo.at) : undefined) ?? at
	}));
	await appendPhotos(tx, to, 'support', copies, at);
}

/** 派遣 to a unit, with its basis; another unit than before gets the whole time again. */
export async function dispatchReport(
	db: Db,
	actor: Actor,
	code: string,
	input: DispatchInput,
	at: number
) {
	await db.transaction((tx) => dispatchIn(tx, actor, code, input, at));
}

export type DispatchInput = {
	unitId: number;
	basis: Basis;
	document: string;
	note: string;
	/** 协办: units that help; none where absent. */
	assists?: readonly number[];
};

/** The same within a transaction. */
export async function dispatchIn(
	tx: Db,
	actor: Actor,
	code: string,
	input: DispatchInput,
	at: number
) {
	const report = await getReport(tx, code);
	const unit = await getUnit(tx, input.unitId);
	if (!unit.active) {
		throw new Refusal('invalid', `${unit.name}已停用`, { unitId: '请选择在用的单位' });
	}
	if (input.basis === 'document' && input.document === '') {
		throw new Refusal('invalid', '请填写文件号', { document: '依据为文件时请填写文件号' });
	}
	const suggested = await suggestedUnit(tx, report);
	const helpers = await helpersFor(tx, unit.id, input.assists ?? []);
	await advance(tx, actor, report, 'dispatch', at, {
		set: {
			unitId: unit.id,
			basis: input.basis,
			basisDocument: input.document,
			gap: suggested?.gap ?? true
		},
		anew: report.unitId === unit.id ? undefined : 'handle',
		note: input.note,
		publicNote: leadAndHelp(unit.name, helpers),
		facts: {
			unit: unit.code,
			basis: input.basis,
			...(input.document ? { document: input.document } : {}),
			suggested: suggested?.unitId === unit.id,
			...(helpers.length > 0 ? { assists: helpers.map(({ code }) => code).join(',') } : {})
		}
	});
	await setAssists(tx, { ...report, unitId: unit.id }, helpers, at);
}

// Photos still on their way: nobody decides on half a report.
async function triaged(tx: Db, code: string): Promise<Report> {
	const report = await getReport(tx, code);
	if (report.readyAt === null) throw new Refusal('conflict', '照片还没有传完，请稍后再办');
	return report;
}

/** 作废, by the administrator; it leaves the ledger. */
export async function voidReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'void', at, {
			set: { releasedAt: null },
			publicNote: input.reason
		});
	});
}

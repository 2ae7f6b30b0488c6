import type { Actor } from '../../../accounts/roles';
import { findings, type Finding } from '../../../reports/workflow';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { getReport } from '../queries/casework';
import type { Lot } from '../../../reports/second-look';
import { stepOnSite, type OnSite } from './on-site';
import { appendPhotos } from './photos';
import type { StoredPhoto } from './photos';
import { drawSecondLook } from './second-looks';

/** 核实: whether the trouble is there; the moderator decides. */
export async function verifyReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { finding: Finding; note: string },
	taken: readonly StoredPhoto[],
	at: number,
	onSite: OnSite = {}
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const finding = findings[input.finding].label;
		const { doneAt, facts } = await stepOnSite(tx, report, 'verified', onSite, at);
		await advance(tx, actor, report, 'verified', at, {
			note: [finding, input.note].filter(Boolean).join('：'),
			publicNote: finding,
			facts: { finding: input.finding, ...facts },
			doneAt
		});
		await appendPhotos(tx, report.id, 'check', taken, at);
	});
}

/**
 * 核查通过, by a checker who is not of the handling unit. With `lot` a share of what is passed is drawn
 * for a second look.
 */
export async function passReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { note: string },
	taken: readonly StoredPhoto[],
	at: number,
	{ lot, ...onSite }: OnSite & { lot?: Lot } = {}
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const { doneAt, facts } = await stepOnSite(tx, report, 'pass', onSite, at);
		const drawn = lot ? await drawSecondLook(tx, actor, report, lot, at) : {};
		await advance(tx, actor, report, 'pass', at, {
			set: { closedAt: at },
			note: input.note,
			facts: { ...facts, ...drawn },
			doneAt
		});
		await appendPhotos(tx, report.id, 'check', taken, at);
	});
}

/** 返工 with a reason and a photo: counted, and the clock goes on. */
export async function failReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	taken: readonly StoredPhoto[],
	at: number,
	onSite: OnSite = {}
) {
	if (taken.length === 0) {
		throw new Refusal('invalid', '请拍一张现场照片', { photos: '退回请附一张现场照片' });
	}
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'fail', at, {
			set: { reworkCount: report.reworkCount + 1 },
			note: input.reason,
			...(await stepOnSite(tx, report, 'fail', onSite, at))
		});
		await appendPhotos(tx, report.id, 'check', taken, at);
	});
}

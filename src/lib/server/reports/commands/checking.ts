import type { Actor } from '../../../accounts/roles';
import { findings, type Finding } from '../../../reports/workflow';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { getReport } from '../queries/casework';
import { appendPhotos } from './photos';
import type { StoredPhoto } from './photos';

/** 核实: whether the trouble is there; the moderator decides. */
export async function verifyReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { finding: Finding; note: string },
	taken: readonly StoredPhoto[],
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const finding = findings[input.finding].label;
		await advance(tx, actor, report, 'verified', at, {
			note: [finding, input.note].filter(Boolean).join('：'),
			publicNote: finding,
			facts: { finding: input.finding }
		});
		await appendPhotos(tx, report.id, 'check', taken, at);
	});
}

/** 核查通过, by a checker who is not of the handling unit. */
export async function passReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { note: string },
	taken: readonly StoredPhoto[],
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'pass', at, { set: { closedAt: at }, note: input.note });
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
	at: number
) {
	if (taken.length === 0) {
		throw new Refusal('invalid', '请拍一张现场照片', { photos: '退回请附一张现场照片' });
	}
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'fail', at, {
			set: { reworkCount: report.reworkCount + 1 },
			note: input.reason
		});
		await appendPhotos(tx, report.id, 'check', taken, at);
	});
}

import type { Actor } from '../../../accounts/roles';
import { handlersOf } from '../../accounts/colleagues';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { getReport } from '../queries/casework';
import { stepOnSite, type OnSite } from './on-site';
import { appendPhotos, type StoredPhoto } from './photos';

/** 签收: whoever does it has it in hand, unless a colleague has. */
export async function acknowledgeReport(
	db: Db,
	actor: Actor,
	code: string,
	at: number,
	onSite: OnSite = {}
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'acknowledge', at, {
			set: { handlerId: report.handlerId ?? actor.accountId },
			...(await stepOnSite(tx, report, 'acknowledge', onSite, at))
		});
	});
}

/** 转交: a colleague of the same unit has it in hand from now on. */
export async function handOver(
	db: Db,
	actor: Actor,
	code: string,
	input: { colleague: number; note: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const colleagues = await handlersOf(tx, report.unitId);
		const colleague = colleagues.find(({ id }) => id === input.colleague);
		if (!colleague) {
			throw new Refusal('invalid', '请选择本单位的同事', { colleague: '请选择本单位的同事' });
		}
		if (report.handlerId === colleague.id) {
			throw new Refusal('conflict', `这件已经在${colleague.name}手上`);
		}
		await advance(tx, actor, report, 'hand_over', at, {
			set: { handlerId: colleague.id },
			note: [`转给${colleague.name}`, input.note].filter(Boolean).join('：'),
			facts: { colleague: colleague.id }
		});
	});
}

/** 退回: not this unit's; the clock pauses until it is dispatched again. */
export async function returnReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number,
	onSite: OnSite = {}
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'return', at, {
			note: input.reason,
			...(await stepOnSite(tx, report, 'return', onSite, at))
		});
	});
}

/** 反馈 with at least one after-photo; the moment it was given decides whether it was in time. */
export async function feedBack(
	db: Db,
	actor: Actor,
	code: string,
	input: { note: string },
	after: readonly StoredPhoto[],
	at: number,
	onSite: OnSite = {}
) {
	if (after.length === 0) {
		throw new Refusal('invalid', '请拍一张处理后的照片', { photos: '请至少拍一张处理后的照片' });
	}
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const { doneAt, facts } = await stepOnSite(tx, report, 'feedback', onSite, at);
		await advance(tx, actor, report, 'feedback', at, {
			note: input.note,
			facts: { photos: after.length, ...facts },
			doneAt
		});
		await appendPhotos(tx, report.id, 'feedback', after, at);
	});
}

import type { Actor } from '../../../accounts/roles';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { getReport } from '../queries/casework';
import { appendPhotos, type StoredPhoto } from './photos';

/** 签收. */
export async function acknowledgeReport(db: Db, actor: Actor, code: string, at: number) {
	await db.transaction(async (tx) => {
		await advance(tx, actor, await getReport(tx, code), 'acknowledge', at);
	});
}

/** 退回: not this unit's; the clock pauses until it is dispatched again. */
export async function returnReport(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		await advance(tx, actor, await getReport(tx, code), 'return', at, { note: input.reason });
	});
}

/** 反馈 with at least one after-photo; this moment decides whether it was in time. */
export async function feedBack(
	db: Db,
	actor: Actor,
	code: string,
	input: { note: string },
	after: readonly StoredPhoto[],
	at: number
) {
	if (after.length === 0) {
		throw new Refusal('invalid', '请拍一张处理后的照片', { photos: '请至少拍一张处理后的照片' });
	}
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		await advance(tx, actor, report, 'feedback', at, {
			note: input.note,
			facts: { photos: after.length }
		});
		await appendPhotos(tx, report.id, 'feedback', after, at);
	});
}

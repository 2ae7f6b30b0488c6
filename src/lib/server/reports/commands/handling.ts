import { and, count, eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { getReport } from '../queries/casework';
import { photos, type photoStages } from '../schema';
import { putPhoto, type StoredPhoto } from './submit';

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

export async function appendPhotos(
	tx: Db,
	reportId: number,
	stage: (typeof photoStages)[number],
	added: readonly StoredPhoto[],
	at: number
) {
	const [before] = await tx
		.select({ photos: count() })
		.from(photos)
		.where(and(eq(photos.reportId, reportId), eq(photos.stage, stage)));
	const first = before?.photos ?? 0;
	for (const [i, photo] of added.entries()) {
		await putPhoto(tx, reportId, stage, first + i, photo, at);
	}
}

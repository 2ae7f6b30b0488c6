import { and, count, eq, inArray, isNull, ne } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import {
	photosEach,
	photosInAll,
	supportStanding,
	type SupportStanding
} from '../../../reports/support';
import { record } from '../../audit/record';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { seenBy } from '../queries/casework';
import { namesOf, ownPhotos, ownSupports, standingTo } from '../queries/support';
import { followers, photos, reports, supports } from '../schema';
import { freeMoment, recount } from './move-supports';
import { appendPhotos, type StoredPhoto } from './photos';

type Input = {
	/** SHA-256 of the device's token; null where there is none. */
	device: string | null;
	photos?: readonly StoredPhoto[];
};

const refusals: Record<
	Exclude<SupportStanding, 'open' | 'joined'>,
	readonly [reason: 'forbidden' | 'conflict' | 'missing', message: string]
> = {
	own: ['forbidden', '这是您自己上报的，已经算上您了'],
	merged: ['forbidden', '您上报的同一问题已并入这一件，已经算上您了'],
	over: ['conflict', '这件已经办结。问题还在的话，请重新上报'],
	hidden: ['missing', '没有这个编号的上报，请核对编号；如果是您上报的，请用查询链接打开']
};

const noTies = { reporter: false, merged: false, joined: false };

function refuseUnlessOpen(standing: SupportStanding): void {
	if (standing !== 'open' && standing !== 'joined') throw new Refusal(...refusals[standing]);
}

/**
 * 我也看到: counts a person or a device once, and an account follows the report from then on. The
 * same again only adds photos. Returns how many have seen it.
 */
export async function supportReport(
	db: Db,
	actor: Actor,
	code: string,
	{ device, photos: added = [] }: Input,
	at: number
): Promise<number> {
	const names = namesOf(actor, device);
	const [name] = names;
	if (name === undefined) throw new Refusal('invalid', '请刷新页面后再试');
	return db.transaction(async (tx) => {
		const { report } = await seenBy(tx, actor, code);
		const standing = await standingTo(tx, actor, device, report);
		refuseUnlessOpen(standing);
		const own = await ownSupports(tx, report.id, names);
		const moment = own[0]?.at ?? (await freeMoment(tx, report.id, at));
		await tx
			.insert(supports)
			.values({ reportId: report.id, supporter: name, at: moment })
			.onConflictDoNothing();
		// counted as a guest before signing in: still the same person
		await tx
			.delete(supports)
			.where(
				and(
					eq(supports.reportId, report.id),
					inArray(supports.supporter, names),
					ne(supports.supporter, name)
				)
			);
		if (actor.accountId !== null) {
			const follower = { reportId: report.id, accountId: actor.accountId, since: at };
			await tx.insert(followers).values(follower).onConflictDoNothing();
		}
		if (added.length > 0) {
			refuseUnlessOpen(supportStanding(report, noTies));
			await refuseTooMany(tx, report.id, own, added.length);
			await appendPhotos(tx, report.id, 'support', added, moment);
		}
		if (own.length === 0 || added.length > 0) {
			await record(tx, actor, 'support', `report:${report.code}`, at, { photos: added.length });
		}
		return recount(tx, report.id);
	});
}

/** Takes 我也看到 back, and the photos that came with it unless a moderator has looked at them. */
export async function unsupportReport(
	db: Db,
	actor: Actor,
	code: string,
	{ device }: Pick<Input, 'device'>,
	at: number
): Promise<number> {
	const names = namesOf(actor, device);
	return db.transaction(async (tx) => {
		const { report } = await seenBy(tx, actor, code);
		const own = await ownSupports(tx, report.id, names);
		if (own.length === 0) return report.supportCount;
		const standing = await standingTo(tx, actor, device, report);
		if (standing !== 'joined') throw new Refusal('conflict', '您上报的也是这一件，不能取消');
		await tx
			.delete(supports)
			.where(and(eq(supports.reportId, report.id), inArray(supports.supporter, names)));
		await takePhotosBack(tx, report.id, own);
		if (actor.accountId !== null) {
			await tx
				.delete(followers)
				.where(and(eq(followers.reportId, report.id), eq(followers.accountId, actor.accountId)));
		}
		await record(tx, actor, 'unsupport', `report:${report.code}`, at);
		return recount(tx, report.id);
	});
}

// With them those that they were copied from, in reports that were merged into this one.
async function takePhotosBack(tx: Db, reportId: number, own: readonly { at: number }[]) {
	const open = and(eq(photos.stage, 'support'), isNull(photos.decidedAt));
	const moments = own.map(({ at }) => at);
	const gone = await tx
		.delete(photos)
		.where(and(eq(photos.reportId, reportId), open, inArray(photos.at, moments)))
		.returning({ original: photos.original });
	const merged = await tx
		.select({ id: reports.id })
		.from(reports)
		.where(eq(reports.mergedIntoId, reportId));
	if (gone.length === 0 || merged.length === 0) return;
	await tx.delete(photos).where(
		and(
			inArray(
				photos.original,
				gone.map(({ original }) => original)
			),
			inArray(
				photos.reportId,
				merged.map(({ id }) => id)
			),
			open
		)
	);
}

async function refuseTooMany(
	tx: Db,
	reportId: number,
	own: readonly { at: number }[],
	adding: number
): Promise<void> {
	if ((await ownPhotos(tx, reportId, own)) + adding > photosEach) {
		const message = `每人最多补充 ${photosEach} 张照片`;
		throw new Refusal('invalid', message, { photos: message });
	}
	const [all] = await tx
		.select({ photos: count() })
		.from(photos)
		.where(and(eq(photos.reportId, reportId), eq(photos.stage, 'support')));
	if ((all?.photos ?? 0) + adding > photosInAll) {
		throw new Refusal('conflict', '这件的照片已经足够了，不附照片也可以点“我也看到”');
	}
}

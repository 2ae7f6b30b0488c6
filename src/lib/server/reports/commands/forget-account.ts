import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import { cameWith } from '../../../reports/policy';
import type { Db } from '../../db';
import {
	events,
	followers,
	photos,
	ratings,
	reporters,
	reports,
	supports,
	watches
} from '../schema';

/**
 * Unties an account from all that it reported, followed and rated: the reports stay, with nobody to
 * whom they lead. Photos of reports that the public never saw are taken back. Returns how many reports
 * those were, and the stored pictures that may go now.
 */
export async function forgetAccount(
	tx: Db,
	accountId: number,
	at: number
): Promise<{ reports: number; pictures: string[] }> {
	const me = `account:${accountId}`;
	const nobody = `gone:${randomUUID()}`;
	const own = await tx
		.select({ report: reports })
		.from(reporters)
		.innerJoin(reports, eq(reports.id, reporters.reportId))
		.where(eq(reporters.accountId, accountId));
	const followed = await tx
		.delete(followers)
		.where(eq(followers.accountId, accountId))
		.returning({ id: followers.reportId });
	const touched = [
		...own.flatMap(({ report }) => [report.id, report.mergedIntoId ?? report.id]),
		...followed.map(({ id }) => id)
	];
	await tx
		.update(events)
		.set({ accountId: null })
		.where(and(inArray(events.reportId, touched), eq(events.accountId, accountId)));
	await tx
		.update(ratings)
		.set({ rater: nobody })
		.where(and(inArray(ratings.reportId, touched), eq(ratings.rater, me)));
	await tx.update(supports).set({ supporter: nobody }).where(eq(supports.supporter, me));
	await tx.delete(watches).where(eq(watches.accountId, accountId));
	await tx
		.update(reporters)
		.set({
			accountId: null,
			phoneSealed: null,
			phoneIndex: null,
			claimHash: null,
			deviceHash: null
		})
		.where(eq(reporters.accountId, accountId));
	return { reports: own.length, pictures: await takeBack(tx, own, at) };
}

async function takeBack(
	tx: Db,
	own: { report: typeof reports.$inferSelect }[],
	at: number
): Promise<string[]> {
	const hidden = new Map(
		own
			.filter(({ report }) => report.releasedAt === null)
			.map(({ report }) => [report.id, report] as const)
	);
	const taken = await tx
		.select()
		.from(photos)
		.where(
			and(
				inArray(photos.reportId, [...hidden.keys()]),
				isNull(photos.withdrawnAt),
				ne(photos.original, '')
			)
		);
	const mine = taken.filter((photo) => cameWith(hidden.get(photo.reportId)!, photo));
	await tx
		.update(photos)
		.set({ withdrawnAt: at, original: '', dhash: '', masks: null, released: null })
		.where(
			inArray(
				photos.id,
				mine.map(({ id }) => id)
			)
		);
	return mine.flatMap(({ original, released }) => [original, released ?? original]);
}

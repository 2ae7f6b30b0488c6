import { and, asc, eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { cameWith, mayWithdraw } from '../../../reports/policy';
import type { Db } from '../../db';
import { photos, reporters } from '../schema';
import { seenBy } from './casework';

/** What the reporter can still take back, and what is kept of them; null for everyone else. */
export async function ownSide(db: Db, actor: Actor, code: string) {
	const { report, ties } = await seenBy(db, actor, code);
	if (!ties.reporter) return null;
	const sent = await db
		.select({
			key: photos.key,
			stage: photos.stage,
			n: photos.n,
			width: photos.width,
			height: photos.height,
			decidedAt: photos.decidedAt,
			withdrawnAt: photos.withdrawnAt
		})
		.from(photos)
		.where(and(eq(photos.reportId, report.id), eq(photos.stage, 'report')))
		.orderBy(asc(photos.n));
	const [kept] = await db
		.select({ accountId: reporters.accountId, phoneSealed: reporters.phoneSealed })
		.from(reporters)
		.where(eq(reporters.reportId, report.id))
		.limit(1);
	const withdrawable = sent
		.filter((photo) => mayWithdraw(report, photo, ties))
		.map(({ key, n, width, height }) => ({ key, n, width, height }));
	const left = sent.filter((photo) => cameWith(report, photo) && photo.withdrawnAt === null);
	return {
		photos: withdrawable,
		/** The next one that is taken back leaves none. */
		lastPhoto: left.length === 1 && withdrawable.length === 1,
		phone: (kept?.phoneSealed ?? null) !== null,
		/** Tied to the account that asks. */
		account: kept?.accountId !== null && kept?.accountId === actor.accountId
	};
}

export type OwnSide = NonNullable<Awaited<ReturnType<typeof ownSide>>>;

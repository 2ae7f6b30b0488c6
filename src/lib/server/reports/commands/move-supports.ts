import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db';
import { photos, reporters, reports, supports } from '../schema';

/**
 * With 并案 everyone who saw the one counts for the other, once; the reporter of the one is among
 * them, the reporter of the other is not. Returns how many are new there. `at`: see `freeMoment`.
 */
export async function moveSupports(tx: Db, from: number, to: number, at: number): Promise<number> {
	const moving = await tx.select().from(supports).where(eq(supports.reportId, from));
	const [reporter] = await tx.select().from(reporters).where(eq(reporters.reportId, from));
	const [target] = await tx.select().from(reporters).where(eq(reporters.reportId, to));
	const names = new Set(moving.map(({ supporter }) => supporter));
	const reported = reporter && nameOfReporter(reporter);
	if (reported) names.add(reported);
	const ownReporter = target && nameOfReporter(target);
	if (ownReporter) names.delete(ownReporter);
	const rows = [...names].map((supporter, i) => ({ reportId: to, supporter, at: at + i }));
	const fresh =
		rows.length === 0
			? []
			: await tx
					.insert(supports)
					.values(rows)
					.onConflictDoNothing()
					.returning({ supporter: supports.supporter });
	await tx.delete(supports).where(eq(supports.reportId, from));
	await recount(tx, from);
	await recount(tx, to);
	return fresh.length;
}

// a guest has no account and reported from whatever device: the claim stands for them
const nameOfReporter = ({ accountId, claimHash }: typeof reporters.$inferSelect): string | null =>
	accountId !== null ? `account:${accountId}` : claimHash && `claim:${claimHash}`;

/** Writes the number of the rows beside the report, and returns it. */
export async function recount(tx: Db, reportId: number): Promise<number> {
	const [row] = await tx
		.update(reports)
		.set({
			supportCount: sql`(SELECT count(*) FROM supports s WHERE s.report_id = ${reportId})`
		})
		.where(eq(reports.id, reportId))
		.returning({ supportCount: reports.supportCount });
	return row?.supportCount ?? 0;
}

/**
 * From `at` on, the first moment (ms) without a support or a support's photo of this report: photos
 * are told apart by the moment of the support they came with.
 */
export async function freeMoment(tx: Db, reportId: number, at: number): Promise<number> {
	const [joined] = await tx
		.select({ at: sql<number | null>`max(${supports.at})` })
		.from(supports)
		.where(eq(supports.reportId, reportId));
	const [photographed] = await tx
		.select({ at: sql<number | null>`max(${photos.at})` })
		.from(photos)
		.where(and(eq(photos.reportId, reportId), eq(photos.stage, 'support')));
	return Math.max(at, (joined?.at ?? 0) + 1, (photographed?.at ?? 0) + 1);
}

import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db';
import { photos, reporters, reports, supports } from '../schema';

/** What became of the supports: how many are new there, and which moment each of the one has there. */
type Moved = { fresh: number; moments: ReadonlyMap<number, number> };

/**
 * With 并案 everyone who saw the one counts for the other, once; the reporter of the one is among
 * them, the reporter of the other is not. `at`: see `freeMoment`.
 */
export async function moveSupports(tx: Db, from: number, to: number, at: number): Promise<Moved> {
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
	return { fresh: fresh.length, moments: await momentsIn(tx, to, moving) };
}

async function momentsIn(tx: Db, to: number, moved: readonly (typeof supports.$inferSelect)[]) {
	const there = await tx.select().from(supports).where(eq(supports.reportId, to));
	const now = new Map(there.map(({ supporter, at }) => [supporter, at]));
	return new Map(
		moved.flatMap(({ supporter, at }) => {
			const moment = now.get(supporter);
			return moment === undefined ? [] : [[at, moment] as const];
		})
	);
}

// a guest has no account and reported from whatever device: the claim stands for them
const nameOfReporter = ({ accountId, claimHash }: typeof reporters.$inferSelect): string | null =>
	accountId !== null ? `account:${accountId}` : claimHash && `claim:${claimHash}`;

/** The same support under another name, which counts once also where it had one already. */
export async function renameSupport(tx: Db, reportId: number, was: string, is: string) {
	const under = (name: string) =>
		and(eq(supports.reportId, reportId), eq(supports.supporter, name));
	const [old] = await tx.delete(supports).where(under(was)).returning({ at: supports.at });
	if (!old) return;
	await tx.insert(supports).values({ reportId, supporter: is, at: old.at }).onConflictDoNothing();
	await recount(tx, reportId);
}

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

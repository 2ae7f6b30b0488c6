import { and, count, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import type { State } from '../../../reports/workflow';
import { supportStanding, type SupportStanding } from '../../../reports/support';
import type { Db } from '../../db';
import { photos, reports, supports } from '../schema';
import { publicTime } from '../../../reports/public-view';
import { reportedInto, seenBy, tiesTo } from './casework';

/** The names under which a visitor may have counted; a person signed in may have before, as a guest. */
export function namesOf(actor: Actor, device: string | null): string[] {
	const account = actor.accountId === null ? [] : [`account:${actor.accountId}`];
	return device === null ? account : [...account, `device:${device}`];
}

/** Where a visitor stands with 我也看到 of a report. `device`: as `deviceOf` of the request. */
export async function standingTo(
	db: Db,
	actor: Actor,
	device: string | null,
	report: { id: number; state: State; releasedAt: number | null }
): Promise<SupportStanding> {
	const { reporter } = await tiesTo(db, actor, report.id);
	const merged = !reporter && (await reportedInto(db, actor, report.id)) !== null;
	const joined = (await ownSupports(db, report.id, namesOf(actor, device))).length > 0;
	return supportStanding(report, { reporter, merged, joined });
}

/** What the page of a report shows of 我也看到. @throws Refusal('missing') as the page does */
export async function seenToo(db: Db, actor: Actor, device: string | null, code: string) {
	const { report } = await seenBy(db, actor, code);
	const names = namesOf(actor, device);
	return {
		count: report.supportCount,
		standing: await standingTo(db, actor, device, report),
		photos: await ownPhotos(db, report.id, await ownSupports(db, report.id, names)),
		signedIn: actor.accountId !== null
	};
}

export async function ownSupports(db: Db, reportId: number, names: readonly string[]) {
	if (names.length === 0) return [];
	return db
		.select({ supporter: supports.supporter, at: supports.at })
		.from(supports)
		.where(and(eq(supports.reportId, reportId), inArray(supports.supporter, [...names])));
}

/** How many photos came with these supports: a photo has the moment of the support it belongs to. */
export async function ownPhotos(
	db: Db,
	reportId: number,
	own: readonly { at: number }[]
): Promise<number> {
	if (own.length === 0) return 0;
	const [row] = await db
		.select({ photos: count() })
		.from(photos)
		.where(
			and(
				eq(photos.reportId, reportId),
				eq(photos.stage, 'support'),
				inArray(
					photos.at,
					own.map(({ at }) => at)
				)
			)
		);
	return row?.photos ?? 0;
}

/** What a person or device follows by 我也看到, the last joined first; of it what is public. */
export async function followedBy(db: Db, actor: Actor, device: string | null) {
	const names = namesOf(actor, device);
	if (names.length === 0) return [];
	const rows = await db
		.select({
			code: reports.code,
			kind: reports.kind,
			category: reports.category,
			state: reports.state,
			description: reports.publicDescription,
			place: reports.placeName,
			submittedAt: reports.submittedAt,
			photoKey: sql<
				string | null
			>`(SELECT p.key FROM photos p WHERE p.report_id = ${reports.id} AND p.stage = 'report' AND p.released IS NOT NULL ORDER BY p.n LIMIT 1)`
		})
		.from(supports)
		.innerJoin(reports, eq(reports.id, supports.reportId))
		.where(and(inArray(supports.supporter, names), isNotNull(reports.releasedAt)))
		.orderBy(desc(supports.at))
		.limit(100);
	// a device and the account that signed in on it may both have joined
	const once = new Map(rows.map((row) => [row.code, row]));
	return [...once.values()].map(({ kind, submittedAt, ...row }) => ({
		...row,
		submittedAt: publicTime({ kind, submittedAt }),
		...(kind === 'conduct' ? { dayOnly: true } : {})
	}));
}

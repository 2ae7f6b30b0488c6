import { eq, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { distanceMetres } from '../../places/geometry';
import { categories } from '../../reports/categories';
import {
	hotSpots,
	looksBackTo,
	thresholds,
	type ConductReport,
	type HotSpot
} from '../../volunteering/hot-spots';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { townCalendar } from '../reports/town-calendar';
import { spotsSetAside } from './groups-schema';
import { assertPlans, listPatterns, listPosts } from './posts';

const ofConduct = categories.filter(({ kind }) => kind === 'conduct').map(({ id }) => id);

/** Reports of conduct that were neither refused nor told twice, by an index of category and time. */
async function conductReports(db: Db, at: number): Promise<ConductReport[]> {
	const since = looksBackTo(at);
	const rows = await db.values<[string, string, number, number, number]>(sql`
		SELECT code, category, lat, lng, occurred_at FROM reports INDEXED BY reports_category_since
		WHERE category IN ${ofConduct} AND state_since >= ${since}
			AND occurred_at >= ${since} AND state NOT IN ('rejected', 'voided', 'merged')`);
	return rows.map(([code, category, lat, lng, occurredAt]) => {
		return { code, category, lat, lng, occurredAt };
	});
}

export type SpotAside = { reason: string; at: number };
export type SuggestedSpot = HotSpot & {
	/** The nearest post in use, and whether a pattern of it covers some of these hours already. */
	post: { id: number; name: string; metres: number; covered: boolean } | null;
	aside: SpotAside | null;
};

/** Where and when 文明劝导 seems to be needed, the strongest first, with what the office set aside. */
export async function suggestedSpots(db: Db, at: number): Promise<SuggestedSpot[]> {
	const { isWorkday } = await townCalendar(db);
	const found = hotSpots(await conductReports(db, at), isWorkday);
	const aside = new Map((await db.select().from(spotsSetAside)).map((row) => [row.spot, row]));
	const posts = (await listPosts(db)).filter(({ active }) => active);
	const patterns = await listPatterns(db);
	return found.map((spot) => {
		const [nearest] = posts
			.map((post) => ({ post, metres: distanceMetres(post, spot) }))
			.filter(({ metres }) => metres <= thresholds.postMetres)
			.sort((a, b) => a.metres - b.metres);
		const covered = patterns.some(
			(pattern) =>
				pattern.postId === nearest?.post.id &&
				(pattern.days === spot.days || pattern.days === 'every_day') &&
				pattern.startMinute < spot.endHour * 60 &&
				pattern.endMinute > spot.startHour * 60
		);
		const set = aside.get(spot.spot);
		return {
			...spot,
			post: nearest
				? { id: nearest.post.id, name: nearest.post.name, metres: nearest.metres, covered }
				: null,
			aside: set ? { reason: set.reason, at: set.at } : null
		};
	});
}

/** The office looked at it and does not want a post for it. */
export async function setSpotAside(
	db: Db,
	actor: Actor,
	{ spot, reason }: { spot: string; reason: string },
	at: number
): Promise<void> {
	assertPlans(actor);
	const { accountId: actorId } = actor;
	if (actorId === null) throw new Refusal('forbidden', '您不能安排班次');
	await db.transaction(async (tx) => {
		const there = await suggestedSpots(tx, at);
		if (!there.some((one) => one.spot === spot)) throw new Refusal('missing', '没有这个热点');
		await tx
			.insert(spotsSetAside)
			.values({ spot, reason, actorId, at })
			.onConflictDoUpdate({ target: spotsSetAside.spot, set: { reason, actorId, at } });
		await record(tx, actor, 'set_spot_aside', `spot:${spot}`, at, { reason });
	});
}

export async function bringSpotBack(
	db: Db,
	actor: Actor,
	{ spot }: { spot: string },
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const back = await tx
			.delete(spotsSetAside)
			.where(eq(spotsSetAside.spot, spot))
			.returning({ spot: spotsSetAside.spot });
		if (back.length === 0) throw new Refusal('missing', '它没有搁置');
		await record(tx, actor, 'bring_spot_back', `spot:${spot}`, at);
	});
}

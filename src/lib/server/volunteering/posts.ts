import { and, asc, eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import type { NewPost, PatternForm, PostForm } from '../../volunteering/forms';
import { record } from '../audit/record';
import type { Db } from '../db';
import { listPlaces } from '../places/lists';
import { getUnit, locate } from '../places/queries';
import { Refusal } from '../refusal';
import { patterns, posts } from './schema';
import { releaseTooYoung } from './too-young';

export function assertPlans(actor: Actor) {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '您不能安排班次');
}

export async function addPost(db: Db, actor: Actor, form: PostForm, at: number): Promise<number> {
	assertPlans(actor);
	return db.transaction(async (tx) => {
		const values = await asStored(tx, form);
		const [made] = await tx
			.insert(posts)
			.values({ ...values, risksSince: at })
			.returning({ id: posts.id });
		await record(tx, actor, 'add_post', `post:${made!.id}`, at);
		return made!.id;
	});
}

/** A post that is no longer used stays for the shifts that were held there. */
export async function changePost(
	db: Db,
	actor: Actor,
	id: number,
	form: PostForm & { active: boolean },
	at: number
): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const [before] = await tx
			.select({ risks: posts.risks, risksSince: posts.risksSince })
			.from(posts)
			.where(eq(posts.id, id));
		if (!before) throw new Refusal('missing', '没有这个点位');
		const risksSince = before.risks === form.risks ? before.risksSince : at;
		const values = { ...(await asStored(tx, form, id)), active: form.active, risksSince };
		await tx.update(posts).set(values).where(eq(posts.id, id));
		const released = await releaseTooYoung(tx, id, at);
		await record(tx, actor, 'change_post', `post:${id}`, at, { released });
	});
}

async function asStored(tx: Db, form: PostForm, own?: number) {
	const { name, kind, lat, lng, unitId, task, kit, risks, hazardous, minimumAge, insured } = form;
	await assertNameIsFree(tx, name, own);
	if (unitId !== null) await getUnit(tx, unitId);
	const { gridId } = await locate(tx, { lat, lng });
	const about = { task, kit, risks, hazardous, minimumAge, insured };
	return { name, kind, lat, lng, gridId, unitId, ...about };
}

async function assertNameIsFree(tx: Db, name: string, own?: number) {
	const [found] = await tx.select({ id: posts.id }).from(posts).where(eq(posts.name, name));
	if (found && found.id !== own) {
		throw new Refusal('invalid', '已经有同名的点位', { name: '已经有同名的点位' });
	}
}

/** The form with its coordinates: of the known place that was chosen, else those written. */
export async function atItsPlace<Asked extends Pick<InferOutput<typeof NewPost>, Place>>(
	db: Db,
	asked: Asked
): Promise<Omit<Asked, 'lat' | 'lng'> & { lat: number; lng: number }> {
	const { placeId, lat, lng } = asked;
	if (placeId === null && lat !== null && lng !== null) return { ...asked, lat, lng };
	const place = (await listPlaces(db)).find(({ id, active }) => id === placeId && active);
	if (!place) throw new Refusal('invalid', '没有这个地点', { placeId: '没有这个地点' });
	return { ...asked, lat: place.lat, lng: place.lng };
}
type Place = 'placeId' | 'lat' | 'lng';

/** One at which shifts may be planned. */
export async function assertPostInUse(tx: Db, id: number): Promise<void> {
	const [post] = await tx.select({ active: posts.active }).from(posts).where(eq(posts.id, id));
	if (post?.active) return;
	throw new Refusal('invalid', '请选择在用的点位', { postId: '请选择在用的点位' });
}

export async function addPattern(db: Db, actor: Actor, form: PatternForm, at: number) {
	assertPlans(actor);
	const { start, end, ...rest } = form;
	await db.transaction(async (tx) => {
		await assertPostInUse(tx, form.postId);
		const [made] = await tx
			.insert(patterns)
			.values({ ...rest, startMinute: start, endMinute: end })
			.returning({ id: patterns.id });
		await record(tx, actor, 'add_pattern', `pattern:${made!.id}`, at);
	});
}

/** The shifts that it made stay. */
export async function endPattern(db: Db, actor: Actor, id: number, at: number): Promise<void> {
	assertPlans(actor);
	await db.transaction(async (tx) => {
		const ended = await tx
			.update(patterns)
			.set({ active: false })
			.where(and(eq(patterns.id, id), eq(patterns.active, true)))
			.returning({ id: patterns.id });
		if (ended.length === 0) throw new Refusal('missing', '没有这个排班规律');
		await record(tx, actor, 'end_pattern', `pattern:${id}`, at);
	});
}

/** Those in use, of all posts. */
export const listPatterns = (db: Db) =>
	db.select().from(patterns).where(eq(patterns.active, true)).orderBy(asc(patterns.id));

/** With those no longer used. */
export const listPosts = (db: Db) => db.select().from(posts).orderBy(asc(posts.name));

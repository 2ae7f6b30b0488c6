import { and, asc, eq } from 'drizzle-orm';
import type { InferOutput } from 'valibot';
import { theSystem, type Actor } from '../../accounts/roles';
import type { ChangeTheme } from '../../posters/forms';
import { standardThemes } from '../../posters/themes';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { assertEdits } from './may';
import { posterThemes } from './schema';

/** Where there is no theme yet, those that every town has. */
export async function plantThemes(db: Db, at: number): Promise<void> {
	await db.transaction(async (tx) => {
		const [any] = await tx.select({ id: posterThemes.id }).from(posterThemes).limit(1);
		if (any) return;
		await tx.insert(posterThemes).values(standardThemes.map((name) => ({ name })));
		await record(tx, theSystem, 'plant_themes', 'poster_themes', at);
	});
}

/** With those no longer used. */
export const listThemes = (db: Db) => db.select().from(posterThemes).orderBy(asc(posterThemes.id));

export async function addTheme(db: Db, actor: Actor, name: string, at: number): Promise<number> {
	assertEdits(actor);
	return db.transaction(async (tx) => {
		await assertIsNew(tx, name);
		const [made] = await tx
			.insert(posterThemes)
			.values({ name })
			.returning({ id: posterThemes.id });
		await record(tx, actor, 'add_theme', `poster_theme:${made!.id}`, at);
		return made!.id;
	});
}

/** One that is no longer used stays with the posters that have it. */
export async function changeTheme(
	db: Db,
	actor: Actor,
	{ id, name, active }: InferOutput<typeof ChangeTheme>,
	at: number
): Promise<void> {
	assertEdits(actor);
	await db.transaction(async (tx) => {
		await assertIsNew(tx, name, id);
		const changed = await tx
			.update(posterThemes)
			.set({ name, active })
			.where(eq(posterThemes.id, id))
			.returning({ id: posterThemes.id });
		if (changed.length === 0) throw new Refusal('missing', '没有这个主题');
		await record(tx, actor, 'change_theme', `poster_theme:${id}`, at);
	});
}

async function assertIsNew(tx: Db, name: string, own?: number): Promise<void> {
	const [found] = await tx
		.select({ id: posterThemes.id })
		.from(posterThemes)
		.where(eq(posterThemes.name, name));
	if (!found || found.id === own) return;
	throw new Refusal('invalid', '已经有这个主题', { name: '已经有这个主题' });
}

/** @throws Refusal('invalid') beside the field `themeId` */
export async function assertThemeInUse(tx: Db, id: number): Promise<void> {
	const [found] = await tx
		.select({ id: posterThemes.id })
		.from(posterThemes)
		.where(and(eq(posterThemes.id, id), eq(posterThemes.active, true)));
	if (!found) throw new Refusal('invalid', '请选择在用的主题', { themeId: '请选择在用的主题' });
}

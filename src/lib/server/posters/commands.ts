import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { PosterForm, StepForm } from '../../posters/forms';
import { mayBeWritten, posterActions, refusalOf } from '../../posters/workflow';
import { codeFrom } from '../../reports/code';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { assertEdits } from './may';
import { getPoster, type Poster } from './queries';
import { posterEvents, posters } from './schema';
import { assertThemeInUse } from './themes';

/** @returns the slug under which it will be read */
export async function addPoster(
	db: Db,
	actor: Actor,
	form: PosterForm,
	at: number
): Promise<string> {
	const accountId = assertEdits(actor);
	return db.transaction(async (tx) => {
		await assertThemeInUse(tx, form.themeId);
		const slug = codeFrom(randomBytes(8)).toLowerCase();
		const [made] = await tx
			.insert(posters)
			.values({ ...form, slug, writers: [accountId], createdAt: at, changedAt: at })
			.returning({ id: posters.id });
		await tx.insert(posterEvents).values({ posterId: made!.id, at, accountId, action: 'write' });
		await record(tx, actor, 'add_poster', `poster:${made!.id}`, at);
		return slug;
	});
}

export const changePoster = (
	db: Db,
	actor: Actor,
	slug: string,
	form: PosterForm,
	at: number
): Promise<void> =>
	write(db, actor, slug, at, 'write', async (tx, { themeId }) => {
		if (form.themeId !== themeId) await assertThemeInUse(tx, form.themeId);
		return form;
	});

/** `picture` is the SHA-256 of one that was decoded and stored; null takes it off. */
export const setPicture = (
	db: Db,
	actor: Actor,
	slug: string,
	picture: string | null,
	at: number
): Promise<void> => write(db, actor, slug, at, 'picture', async () => ({ picture }));

/** A name in the store of videos; null takes it off, and its captions with it. */
export const setVideo = (
	db: Db,
	actor: Actor,
	slug: string,
	video: string | null,
	at: number
): Promise<void> => write(db, actor, slug, at, 'video', async () => ({ video, captions: null }));

export const setCaptions = (
	db: Db,
	actor: Actor,
	slug: string,
	captions: string,
	at: number
): Promise<void> =>
	write(db, actor, slug, at, 'video', async (_, { video }) => {
		if (!video) throw new Refusal('conflict', '先上传视频，再加字幕');
		return { captions };
	});

type Changes = Partial<typeof posters.$inferInsert>;

async function write(
	db: Db,
	actor: Actor,
	slug: string,
	at: number,
	action: 'write' | 'picture' | 'video',
	changes: (tx: Db, poster: Poster) => Promise<Changes>
): Promise<void> {
	const accountId = assertEdits(actor);
	await db.transaction(async (tx) => {
		const poster = await getPoster(tx, slug);
		const { id, state, writers } = poster;
		if (!mayBeWritten.includes(state)) {
			throw new Refusal('conflict', '只有草稿能改；已发布的先下架，再回到草稿');
		}
		const values = await changes(tx, poster);
		const written = await tx
			.update(posters)
			.set({ ...values, writers: [...new Set([...writers, accountId])], changedAt: at })
			.where(and(eq(posters.id, id), eq(posters.state, state)))
			.returning({ id: posters.id });
		if (written.length === 0) throw moved();
		await tx.insert(posterEvents).values({ posterId: id, at, accountId, action });
		await record(tx, actor, 'change_poster', `poster:${id}`, at, { what: action });
	});
}

/** One step of its workflow. */
export async function stepPoster(
	db: Db,
	actor: Actor,
	slug: string,
	{ action, note }: StepForm,
	at: number
): Promise<void> {
	const accountId = assertEdits(actor);
	await db.transaction(async (tx) => {
		const poster = await getPoster(tx, slug);
		const refusal = refusalOf(poster, action, accountId);
		if (refusal) throw new Refusal('conflict', refusal);
		if (action === 'submit') assertWhole(poster);
		const { to } = posterActions[action];
		// whoever takes up again what was retired is its first writer
		const writers = action === 'revive' ? [accountId] : poster.writers;
		const stepped = await tx
			.update(posters)
			.set({ state: to, writers, changedAt: at })
			.where(and(eq(posters.id, poster.id), eq(posters.state, poster.state)))
			.returning({ id: posters.id });
		if (stepped.length === 0) throw moved();
		await tx.insert(posterEvents).values({ posterId: poster.id, at, accountId, action, note });
		await record(tx, actor, `poster_${action}`, `poster:${poster.id}`, at);
	});
}

/** What cannot be shown to everyone is not looked at twice. */
function assertWhole({ picture, pictureAlt, video }: Poster): void {
	if (video && !picture) throw new Refusal('conflict', '有视频的海报要有一张封面图');
	if (picture && !pictureAlt) {
		const message = '给图片写一句说明，看不见图的人靠它知道画了什么';
		throw new Refusal('conflict', message, { pictureAlt: message });
	}
}

const moved = () => new Refusal('conflict', '刚才有同事动过这张海报，请刷新后再看');

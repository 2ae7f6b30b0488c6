import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { db, now, storage, videos } from '$lib/server/app';
import { filePart } from '$lib/server/http/file-part';
import { formAction, uploads } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { streamAction } from '$lib/server/http/stream-action';
import { readCaptions } from '$lib/server/posters/captions';
import { setCaptions, setPicture, setVideo } from '$lib/server/posters/commands';
import { getPoster } from '$lib/server/posters/queries';
import { mostVideoBytes } from '$lib/server/posters/videos';
import { Refusal } from '$lib/server/refusal';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params }: PageServerLoadEvent) => {
	const { slug, title, picture, pictureAlt, video, captions } = await getPoster(db, params.slug);
	return {
		poster: { slug, title, picture, pictureAlt, hasVideo: video !== null },
		hasCaptions: captions !== null,
		mostVideoBytes
	};
});

const nothing = v.object({});
const back = ({ params }: RequestEvent) => redirect(303, `/admin/posters/${params.slug}`);

export const actions: Actions = {
	picture: formAction(nothing, async (event: RequestEvent, _, form) => {
		const files = await uploads(form, 'photos', 1);
		const [picture] = await takePhotos(storage, files);
		if (!picture) throw new Refusal('invalid', '请选择图片', { photos: '请选择图片' });
		await setPicture(db, event.locals.actor, event.params.slug, picture.original, now());
		back(event);
	}),
	video: streamAction(async (event: RequestEvent, body) => {
		const type = event.request.headers.get('content-type') ?? '';
		const video = await videos.take(filePart(body, type));
		await setVideo(db, event.locals.actor, event.params.slug, video, now());
		back(event);
	}),
	captions: formAction(nothing, async (event: RequestEvent, _, form) => {
		const captions = await readCaptions(form.get('captions'));
		await setCaptions(db, event.locals.actor, event.params.slug, captions, now());
		back(event);
	}),
	no_picture: formAction(nothing, async (event: RequestEvent) => {
		await setPicture(db, event.locals.actor, event.params.slug, null, now());
		back(event);
	}),
	no_video: formAction(nothing, async (event: RequestEvent) => {
		await setVideo(db, event.locals.actor, event.params.slug, null, now());
		back(event);
	})
};

import { config, db, now, storage } from '$lib/server/app';
import { dayOf } from '$lib/time/shanghai';
import { endpoint } from '$lib/server/http/endpoint';
import { shownPoster } from '$lib/server/posters/queries';
import { sharePictureOf } from '$lib/server/posters/share';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, url }: RequestEvent) => {
	const poster = await shownPoster(db, params.slug, dayOf(now()));
	const jpeg = await sharePictureOf(storage, poster, {
		address: `${url.origin}/posters/${poster.slug}`,
		town: config.TOWN_NAME || '青禾县'
	});
	return new Response(new Uint8Array(jpeg), {
		headers: {
			'content-type': 'image/jpeg',
			'content-length': String(jpeg.length),
			'cache-control': 'public, max-age=300'
		}
	});
});

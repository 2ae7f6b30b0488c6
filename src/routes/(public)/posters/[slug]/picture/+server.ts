import { storage } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { rendition } from '$lib/server/photos/renditions';
import { Refusal } from '$lib/server/refusal';
import { posterFor } from '../media';
import type { RequestEvent } from './$types';

export const GET = endpoint(async (event: RequestEvent) => {
	const { poster, cacheControl } = await posterFor(event);
	const picture =
		poster.picture &&
		(await rendition(storage, poster.picture, {
			width: Number(event.url.searchParams.get('w')) || null,
			acceptsWebp: event.request.headers.get('accept')?.includes('image/webp') ?? false
		}));
	if (!picture) throw new Refusal('missing', '这张海报没有图片');
	return new Response(new Uint8Array(picture.bytes), {
		headers: {
			'content-type': picture.type,
			'content-length': String(picture.bytes.length),
			'cache-control': cacheControl,
			vary: 'accept'
		}
	});
});

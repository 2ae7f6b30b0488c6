import { db, storage } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { rendition } from '$lib/server/photos/renditions';
import { Refusal } from '$lib/server/refusal';
import { photoFor } from '$lib/server/reports/queries/photos';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, url, request, locals }: RequestEvent) => {
	const view = params.view === 'original' ? 'original' : 'public';
	const { sha256, everyone } = await photoFor(db, locals.actor, params.key, view);
	const picture = await rendition(storage, sha256, {
		width: Number(url.searchParams.get('w')) || null,
		acceptsWebp: request.headers.get('accept')?.includes('image/webp') ?? false
	});
	if (!picture) throw new Refusal('missing', '没有这张照片');
	return new Response(new Uint8Array(picture.bytes), {
		headers: {
			'content-type': picture.type,
			'content-length': String(picture.bytes.length),
			// short, so that a photo taken back is soon gone everywhere
			'cache-control': everyone ? 'public, max-age=300' : 'private, no-store',
			vary: 'accept'
		}
	});
});

import { db, storage } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { rendition } from '$lib/server/photos/renditions';
import { checksOf, getSite } from '$lib/server/posters/sites';
import { Refusal } from '$lib/server/refusal';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, request }: RequestEvent) => {
	const { id } = await getSite(db, params.code);
	const named = (await checksOf(db, id)).find(({ photo }) => photo === params.sha256);
	const acceptsWebp = request.headers.get('accept')?.includes('image/webp') ?? false;
	const picture =
		named?.photo && (await rendition(storage, named.photo, { width: 640, acceptsWebp }));
	if (!picture) throw new Refusal('missing', '没有这张照片');
	return new Response(new Uint8Array(picture.bytes), {
		headers: { 'content-type': picture.type, 'cache-control': 'private, no-store', vary: 'accept' }
	});
});

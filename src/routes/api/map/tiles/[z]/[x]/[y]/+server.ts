import { ownTiles } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { Refusal } from '$lib/server/refusal';
import type { RequestEvent } from './$types';

/** One picture of the town's own tiles. */
export const GET = endpoint(async ({ params, request }: RequestEvent) => {
	const tile = await ownTiles?.tile(params);
	if (!ownTiles || !tile) throw new Refusal('missing', '没有这一块底图');
	const headers = { etag: ownTiles.etag, 'cache-control': 'public, max-age=86400' };
	if (request.headers.get('if-none-match') === ownTiles.etag) {
		return new Response(null, { status: 304, headers });
	}
	return new Response(tile.bytes, { headers: { ...headers, 'content-type': tile.type } });
});

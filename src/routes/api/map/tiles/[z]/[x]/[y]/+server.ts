import { config } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { tileFile } from '$lib/server/map-base';
import { Refusal } from '$lib/server/refusal';
import type { RequestEvent } from './$types';

/** One picture of the town's own tiles, from the folder `tiles` in DATA_DIR. */
export const GET = endpoint(async ({ params }: RequestEvent) => {
	const tile = await tileFile(config, params);
	if (!tile) throw new Refusal('missing', '没有这一块底图');
	return new Response(tile.bytes, {
		headers: { 'content-type': tile.type, 'cache-control': 'public, max-age=86400' }
	});
});

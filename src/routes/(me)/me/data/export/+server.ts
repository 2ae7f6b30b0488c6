import { exportOwn } from '$lib/server/accounts/own-data';
import { db, now, seal, storage } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { requireRecent } from '$lib/server/http/recent';
import { zipOf } from '$lib/server/zip';
import { dayOf } from '$lib/time/shanghai';
import type { RequestEvent } from './$types';

export const POST = endpoint(async ({ locals, url }: RequestEvent) => {
	const at = now();
	requireRecent({ locals, url: new URL('/me/data', url) }, at);
	const pieces = zipOf(await exportOwn(db, storage, seal, locals.actor, at));
	const body = new ReadableStream<Uint8Array>({
		async pull(stream) {
			const { value, done } = await pieces.next();
			if (done) stream.close();
			else stream.enqueue(new Uint8Array(value));
		},
		cancel: () => void pieces.return(undefined)
	});
	return new Response(body, {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': `attachment; filename="tongxing-${dayOf(at)}.zip"`,
			'cache-control': 'private, no-store'
		}
	});
});

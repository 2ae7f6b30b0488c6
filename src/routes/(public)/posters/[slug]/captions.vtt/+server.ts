import { endpoint } from '$lib/server/http/endpoint';
import { Refusal } from '$lib/server/refusal';
import { asItCame, posterFor } from '../media';
import type { RequestEvent } from './$types';

export const GET = endpoint(async (event: RequestEvent) => {
	const { poster, cacheControl } = await posterFor(event);
	if (!poster.captions) throw new Refusal('missing', '这个视频没有字幕');
	return new Response(poster.captions, {
		headers: {
			...asItCame,
			'content-type': 'text/vtt; charset=utf-8',
			'cache-control': cacheControl
		}
	});
});

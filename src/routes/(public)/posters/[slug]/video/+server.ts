import { Readable } from 'node:stream';
import { videos } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { rangeOf } from '$lib/server/http/ranges';
import { Refusal } from '$lib/server/refusal';
import { asItCame, posterFor } from '../media';
import type { RequestEvent } from './$types';

export const GET = endpoint(async (event: RequestEvent) => {
	const { poster, cacheControl } = await posterFor(event);
	const about = poster.video && (await videos.about(poster.video));
	if (!poster.video || !about) throw new Refusal('missing', '这张海报没有视频');
	const { size, type } = about;
	const etag = `"${poster.video.slice(0, 32)}"`;
	const headers = {
		...asItCame,
		etag,
		'content-type': type,
		'accept-ranges': 'bytes',
		'cache-control': cacheControl
	};
	// what was begun with another video is begun anew
	const same = [null, etag].includes(event.request.headers.get('if-range'));
	const range = same ? rangeOf(event.request.headers.get('range'), size) : null;
	if (range === 'none') {
		return new Response(null, {
			status: 416,
			headers: { ...headers, 'content-range': `bytes */${size}` }
		});
	}
	const { start, end } = range ?? { start: 0, end: size - 1 };
	const part = Readable.toWeb(videos.read(poster.video, start, end)) as ReadableStream<Uint8Array>;
	return new Response(part, {
		status: range ? 206 : 200,
		headers: {
			...headers,
			'content-length': String(end - start + 1),
			...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {})
		}
	});
});

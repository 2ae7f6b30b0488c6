import { readCode } from '$lib/reports/code';
import { db, storage } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { rendition } from '$lib/server/photos/renditions';
import { Refusal } from '$lib/server/refusal';
import { teamPhotoFor } from '$lib/server/volunteering/team-photo';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, url, request, locals }: RequestEvent) => {
	const sha256 = await teamPhotoFor(db, locals.actor, readCode(params.code) ?? params.code);
	const picture = await rendition(storage, sha256, {
		width: Number(url.searchParams.get('w')) || null,
		acceptsWebp: request.headers.get('accept')?.includes('image/webp') ?? false
	});
	if (!picture) throw new Refusal('missing', '没有这张照片');
	return new Response(new Uint8Array(picture.bytes), {
		headers: {
			'content-type': picture.type,
			'content-length': String(picture.bytes.length),
			'cache-control': 'private, no-store',
			vary: 'accept'
		}
	});
});

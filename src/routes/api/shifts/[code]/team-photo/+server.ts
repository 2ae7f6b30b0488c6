import { json } from '@sveltejs/kit';
import { maxPhotoBytes } from '$lib/reports/forms';
import { db, now, storage } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { endpoint } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { Refusal } from '$lib/server/refusal';
import { putTeamPhoto, withdrawTeamPhoto } from '$lib/server/volunteering/team-photo';
import { sentOf } from '../sender';
import type { RequestEvent } from './$types';

export const PUT = endpoint(async (event: RequestEvent) => {
	const { actor, code } = await sentOf(event);
	const bytes = new Uint8Array(await event.request.arrayBuffer());
	if (bytes.length > maxPhotoBytes) throw new Refusal('invalid', '照片太大，每张最多 8 MB');
	await limit('photo', addressOf(event));
	const agreed =
		event.url.searchParams.get('agreed') === '1' || event.request.headers.get('agreed') === '1';
	return json(await putTeamPhoto(db, storage, actor, code, { bytes, agreed }, now()));
});

export const DELETE = endpoint(async (event: RequestEvent) => {
	const { actor, code } = await sentOf(event);
	await withdrawTeamPhoto(db, storage, actor, code, now());
	return json({ withdrawn: true });
});

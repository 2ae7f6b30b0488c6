import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { maxPhotoBytes, maxPhotos, ReportKey } from '$lib/reports/forms';
import { db, now, storage } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { writerOf } from '$lib/server/http/sender-tag';
import { sha256 } from '$lib/server/photos/images';
import { Refusal } from '$lib/server/refusal';
import { addReportPhoto, photoStanding } from '$lib/server/reports/commands/photos';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import type { RequestEvent } from './$types';

const Place = v.pipe(
	v.string(),
	v.regex(/^\d$/, '照片序号不对'),
	v.transform(Number),
	v.maxValue(maxPhotos - 1, `最多 ${maxPhotos} 张照片`)
);

export const PUT = endpoint(async (event: RequestEvent) => {
	const key = checked(ReportKey, event.params.key);
	const n = checked(Place, event.params.n);
	const bytes = new Uint8Array(await event.request.arrayBuffer());
	if (bytes.length > maxPhotoBytes) throw new Refusal('invalid', '照片太大，每张最多 8 MB');
	await limit('photo', addressOf(event));

	const { uploadHash } = await photoStanding(db, key, n);
	if (uploadHash !== null) {
		if (uploadHash !== sha256(bytes))
			throw new Refusal('conflict', `第 ${n + 1} 张已经是另一张照片`);
		return json({ key, n });
	}
	const [photo] = await takePhotos(storage, [bytes]);
	const added = await addReportPhoto(db, writerOf(event), key, n, photo!, now());
	return json({ key, n }, { status: added ? 201 : 200 });
});

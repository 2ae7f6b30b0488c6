import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { maxPhotoBytes, maxPhotos } from '$lib/reports/forms';
import { db, lots, now, storage } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { limit } from '$lib/server/http/rate-limit';
import { sha256 } from '$lib/server/photos/images';
import { Refusal } from '$lib/server/refusal';
import { addFieldPhoto, fieldPhotoStanding } from '$lib/server/reports/commands/field-sends';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import { sendAddress, staffOnSite } from '../../address';
import type { RequestEvent } from './$types';

const Place = v.pipe(
	v.string(),
	v.regex(/^\d$/, '照片序号不对'),
	v.transform(Number),
	v.maxValue(maxPhotos - 1, `最多 ${maxPhotos} 张照片`)
);

export const PUT = endpoint(async (event: RequestEvent) => {
	const actor = staffOnSite(event);
	const address = sendAddress(event.params);
	const { key } = address;
	const n = checked(Place, event.params.n);
	const bytes = new Uint8Array(await event.request.arrayBuffer());
	if (bytes.length > maxPhotoBytes) throw new Refusal('invalid', '照片太大，每张最多 8 MB');
	await limit('photo', addressOf(event));

	const { uploadHash } = await fieldPhotoStanding(db, actor, address, n);
	if (uploadHash !== null) {
		if (uploadHash !== sha256(bytes)) {
			throw new Refusal('conflict', `第 ${n + 1} 张已经是另一张照片`);
		}
		return json({ key, n });
	}
	const [photo] = await takePhotos(storage, [bytes]);
	const added = await addFieldPhoto(db, actor, address, n, photo!, now(), lots);
	return json({ key, n }, { status: added ? 201 : 200 });
});

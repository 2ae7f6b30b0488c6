import type { RequestEvent } from '@sveltejs/kit';
import { readCode } from '$lib/reports/code';
import { Support } from '$lib/reports/forms';
import { photosEach } from '$lib/reports/support';
import { db, now, storage } from '$lib/server/app';
import { countingDevice, deviceOf, newDeviceToken } from '$lib/server/http/device';
import { formAction, uploads } from '$lib/server/http/form-action';
import { limitSupport } from '$lib/server/http/limit-support';
import { supportReport, unsupportReport } from '$lib/server/reports/commands/support';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import { seenToo } from '$lib/server/reports/queries/support';
import * as v from 'valibot';

type Event = RequestEvent<{ code: string }>;

/** What the page needs for 我也看到; `once` makes a form that is sent twice count once. */
export async function seenTooBy({ locals, cookies, url }: RequestEvent, code: string) {
	const device = deviceOf(cookies, url);
	const seen = await seenToo(db, locals.actor, device, code);
	return { ...seen, once: seen.signedIn || device ? '' : newDeviceToken() };
}

export const supportActions = {
	support: formAction(
		Support,
		async (event: Event, { once }, form) => {
			const { locals, cookies, url } = event;
			const photos = await takePhotos(storage, await uploads(form, 'photos', photosEach));
			const guest = locals.actor.accountId === null ? countingDevice(cookies, url, once) : null;
			const device = guest?.device ?? deviceOf(cookies, url);
			await supportReport(db, locals.actor, codeOf(event), { device, photos }, now());
			guest?.keep();
			return {
				done: photos.length > 0 ? '谢谢您，照片由文明办看过后公开' : '谢谢您，已经算上您了'
			};
		},
		limitSupport
	),
	unsupport: formAction(
		v.object({}),
		async (event: Event) => {
			const device = deviceOf(event.cookies, event.url);
			await unsupportReport(db, event.locals.actor, codeOf(event), { device }, now());
			return { done: '已取消' };
		},
		limitSupport
	)
};

const codeOf = ({ params }: Event): string => readCode(params.code) ?? params.code;

import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { uuidv7 } from 'uuidv7';
import { toWgs84 } from '$lib/places/coordinates';
import { categories, findCategory, groups } from '$lib/reports/categories';
import { maxAddress, maxPhotos, PlainReport } from '$lib/reports/forms';
import { db, now, seal, storage } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { countingDevice } from '$lib/server/http/device';
import { keepClaim } from '$lib/server/http/claims';
import { formAction, uploads } from '$lib/server/http/form-action';
import { limit } from '$lib/server/http/rate-limit';
import { page } from '$lib/server/http/page';
import { activePlaces, getPlace, nameOf } from '$lib/server/places/queries';
import { submitReport } from '$lib/server/reports/commands/submit';
import { addReportPhoto } from '$lib/server/reports/commands/photos';
import { takePhotos } from '$lib/server/reports/commands/take-photos';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const degrees = v.pipe(v.string(), v.regex(/^-?\d{1,3}(\.\d+)?$/), v.transform(Number));

/** A link may bring the place along, in the coordinates of whoever made it. */
const Brought = v.object({
	lat: degrees,
	lng: degrees,
	from: v.optional(v.picklist(['wgs84', 'gcj02', 'bd09']), 'wgs84')
});

/** How well a place from the list says where, metres. */
const listedAccuracy = 200;

export const load = page(async ({ url, locals }: PageServerLoadEvent) => {
	return {
		key: uuidv7(),
		groups: groups.map(({ id, label }) => ({
			id,
			label,
			categories: categories
				.filter(({ group }) => group === id)
				.map(({ id, label, hint, photoNeeded }) => ({ id, label, hint, photoNeeded }))
		})),
		places: (await activePlaces(db)).map(({ id, name, lat, lng }) => ({ id, name, lat, lng })),
		brought: await broughtPlace(url),
		asked: broughtWords(url),
		guest: locals.actor.accountId === null,
		now: now()
	};
});

/** What a sign in the street already knows: the category, and which thing it hangs on. */
function broughtWords({ searchParams }: URL) {
	return {
		category: findCategory(searchParams.get('category') ?? '')?.id ?? '',
		address: (searchParams.get('address') ?? '').slice(0, maxAddress)
	};
}

async function broughtPlace(url: URL) {
	const given = v.safeParse(Brought, Object.fromEntries(url.searchParams));
	if (!given.success) return null;
	const point = toWgs84(given.output, given.output.from);
	const named = await nameOf(db, point).catch(() => null);
	return named && { ...point, accuracyM: null, name: named.name };
}

export const actions: Actions = {
	default: formAction(
		PlainReport,
		async (event: RequestEvent, input, form) => {
			const { actor } = event.locals;
			const place = await getPlace(db, input.place);
			const files = await uploads(form, 'photos', maxPhotos);
			if (actor.accountId !== null) await limit('report', `account:${actor.accountId}`);
			// before anything is written: a picture that is none refuses the whole report
			const photos = await takePhotos(storage, files);
			const { device, keep } = countingDevice(event.cookies, event.url);
			const { code, claim } = await submitReport(
				db,
				seal,
				actor,
				input.key,
				{
					category: findCategory(input.category)!.id,
					description: input.description,
					lat: place.lat,
					lng: place.lng,
					accuracy_m: listedAccuracy,
					address: input.address,
					photos: photos.length,
					...(input.phone ? { contact: { phone: input.phone } } : {})
				},
				now(),
				device
			);
			keep();
			for (const [n, photo] of photos.entries()) {
				await addReportPhoto(db, actor, input.key, n, photo, now());
			}
			if (claim) keepClaim(event.cookies, event.url, claim);
			redirect(303, `/reports/${code}`);
		},
		(event) => limit('reportFromAddress', addressOf(event))
	)
};

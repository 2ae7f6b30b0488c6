import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { shownPosters, shownThemes } from '$lib/server/posters/queries';
import type { PageServerLoadEvent } from './$types';

const onAPage = 12;

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const at = now();
	const day = dayOf(at);
	const asked = url.searchParams.get('theme') ?? '';
	const themeId = /^\d{1,9}$/.test(asked) ? Number(asked) : undefined;
	const number = Number(/^[1-9]\d{0,2}$/.exec(url.searchParams.get('page') ?? '')?.[0] ?? 1);
	const rows = await shownPosters(db, day, {
		themeId,
		skip: (number - 1) * onAPage,
		most: onAPage + 1
	});
	return {
		posters: rows.slice(0, onAPage),
		next: rows.length > onAPage ? number + 1 : null,
		number,
		themeId: themeId ?? null,
		themes: await shownThemes(db, day)
	};
});

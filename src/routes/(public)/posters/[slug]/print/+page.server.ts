import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { qrPath } from '$lib/components/qr';
import { page } from '$lib/server/http/page';
import { shownPoster } from '$lib/server/posters/queries';
import { posterHtml } from '$lib/server/posters/text';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const { slug, title, theme, summary, body, picture, pictureAlt } = await shownPoster(
		db,
		params.slug,
		dayOf(now())
	);
	const address = `${url.origin}/posters/${slug}`;
	return {
		size: url.searchParams.get('size') === 'a3' ? ('a3' as const) : ('a4' as const),
		poster: { slug, title, theme, summary, picture, pictureAlt, html: posterHtml(body) },
		address,
		qr: qrPath(address)
	};
});

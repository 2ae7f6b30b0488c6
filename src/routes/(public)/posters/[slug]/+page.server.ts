import { isStaff } from '$lib/accounts/policy';
import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { page } from '$lib/server/http/page';
import { shownPoster } from '$lib/server/posters/queries';
import { countRead } from '$lib/server/posters/reads';
import { posterHtml } from '$lib/server/posters/text';
import type { PageServerLoadEvent } from './$types';

const machines = /bot|spider|crawl|slurp|preview/i;
/** Fetched for later, by our own service worker or by a browser that guesses: nobody reads it yet. */
const isForLater = ({ headers }: Request) =>
	['purpose', 'sec-purpose'].some((name) => headers.get(name)?.includes('prefetch'));

export const load = page(async (event: PageServerLoadEvent) => {
	const at = now();
	const { id, slug, title, theme, summary, body, picture, pictureAlt, video, captions, fromDay } =
		await shownPoster(db, event.params.slug, dayOf(at));
	const browser = event.request.headers.get('user-agent') ?? '';
	// the office looks at its own work
	const read = !isStaff(event.locals.actor) && !machines.test(browser);
	if (read && !isForLater(event.request)) {
		await countRead(db, id, `${addressOf(event)} ${browser}`, at);
	}
	return {
		poster: {
			...{ slug, title, theme, summary, picture, pictureAlt, fromDay },
			hasVideo: video !== null,
			hasCaptions: captions !== null,
			html: posterHtml(body)
		},
		origin: event.url.origin,
		now: at
	};
});

import type { RequestEvent } from '@sveltejs/kit';
import { mayEdit } from '$lib/accounts/policy';
import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { getPoster, shownPoster, type Poster } from '$lib/server/posters/queries';

type Event = Pick<RequestEvent, 'locals'> & { params: { slug: string } };

/**
 * A poster whose picture or video is asked for, and how the answer may be kept: those who make posters
 * see what residents do not see yet.
 * @throws Refusal('missing')
 */
export async function posterFor({
	params,
	locals
}: Event): Promise<{ poster: Poster; cacheControl: string }> {
	if (mayEdit(locals.actor)) {
		return { poster: await getPoster(db, params.slug), cacheControl: 'private, no-store' };
	}
	const poster = await shownPoster(db, params.slug, dayOf(now()));
	// short, so that what is taken down is soon gone everywhere
	return { poster, cacheControl: 'public, max-age=300' };
}

/** For what was uploaded and is handed out as it came: it is never a page, whatever is in it. */
export const asItCame = {
	'content-security-policy': "default-src 'none'; sandbox",
	'x-content-type-options': 'nosniff'
};

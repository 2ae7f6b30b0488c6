import { redirect, type RequestEvent } from '@sveltejs/kit';
import { isRecent } from '../../accounts/session-limits';

type Event = Pick<RequestEvent, 'locals' | 'url'>;

/** The page to sign in again on, which leads back to where one is. */
export const againAt = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>, lost = false) =>
	`/login/again?to=${encodeURIComponent(pathname + search)}${lost ? '&lost' : ''}`;

/**
 * Before a dangerous thing is done: sends whoever signed in too long ago, or whose computer somebody
 * else may sit at, to sign in again. What the form held is not kept, which the page says.
 */
export function requireRecent({ locals, url }: Event, at: number): void {
	// guests are refused by the command itself
	if (locals.actor.accountId === null || isRecent(locals.signedInAt, at)) return;
	redirect(303, againAt({ pathname: url.pathname, search: withoutAction(url) }, true));
}

/** For a page with such forms: whether they will be taken, and where to sign in again if not. */
export const standingOf = ({ locals, url }: Event, at: number) => ({
	recent: isRecent(locals.signedInAt, at),
	again: againAt(url)
});

// the name of a form's action, as in ?/change&id=3, is not part of the page's address
function withoutAction({ searchParams }: URL): string {
	const left = [...searchParams].filter(([name]) => !name.startsWith('/'));
	return left.length > 0 ? `?${new URLSearchParams(left)}` : '';
}

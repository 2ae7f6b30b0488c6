import { error, redirect } from '@sveltejs/kit';
import { Refusal } from '../refusal';

type Located = { url: URL };

/** A `load` whose refusals become statuses: signed-out visitors are sent to sign in and back. */
export function page<Event extends Located, Data>(
	load: (event: Event) => Promise<Data> | Data
): (event: Event) => Promise<Data> {
	return async (event) => {
		try {
			return await load(event);
		} catch (problem) {
			if (!(problem instanceof Refusal)) throw problem;
			if (problem.reason === 'unauthenticated') {
				redirect(303, `/login?to=${encodeURIComponent(event.url.pathname + event.url.search)}`);
			}
			error(problem.status, problem.message);
		}
	};
}

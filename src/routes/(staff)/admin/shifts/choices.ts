import { db } from '$lib/server/app';
import { leadChoices } from '$lib/server/volunteering/leads';
import { listPosts } from '$lib/server/volunteering/posts';

/** What a form for a shift offers; `postId` too where it is no longer used. */
export async function choices(postId?: number) {
	const posts = (await listPosts(db))
		.filter(({ id, active }) => active || id === postId)
		.map(({ id, name }) => ({ id, label: name }));
	return { posts, leads: await leadChoices(db) };
}

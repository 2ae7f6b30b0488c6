import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { listPlaces } from '$lib/server/places/lists';
import { activeUnits } from '$lib/server/places/queries';
import {
	addPattern,
	addPost,
	atItsPlace,
	changePost,
	endPattern,
	listPatterns,
	listPosts
} from '$lib/server/volunteering/posts';
import { ChangePost, EndPattern, NewPost, PatternForm } from '$lib/volunteering/forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const suggestable = ['lat', 'lng', 'days', 'start', 'end'];

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const places = await listPlaces(db);
	return {
		changing: Number(url.searchParams.get('change')) || null,
		// what a hot spot suggests, filled in for the editor to decide
		suggested: Object.fromEntries(
			[...url.searchParams].filter(([name]) => suggestable.includes(name))
		),
		posts: await listPosts(db),
		patterns: await listPatterns(db),
		units: await activeUnits(db),
		places: places.filter(({ active }) => active).map(({ id, name }) => ({ id, name }))
	};
});

export const actions: Actions = {
	add: formAction(NewPost, async ({ locals }: RequestEvent, input) => {
		await addPost(db, locals.actor, await atItsPlace(db, input), now());
		return { done: `已添加“${input.name}”。点“修改”可以加排班规律。` };
	}),
	change: formAction(ChangePost, async ({ locals }: RequestEvent, input) => {
		await changePost(db, locals.actor, input.id, await atItsPlace(db, input), now());
		return { done: '已保存' };
	}),
	addPattern: formAction(PatternForm, async ({ locals }: RequestEvent, input) => {
		await addPattern(db, locals.actor, input, now());
		return { done: '已添加排班规律。到“按规律排班”里生成班次。' };
	}),
	endPattern: formAction(EndPattern, async ({ locals }: RequestEvent, { id }) => {
		await endPattern(db, locals.actor, id, now());
		return { done: '已停用。它排好的班次还在，不要的请逐个取消。' };
	})
};

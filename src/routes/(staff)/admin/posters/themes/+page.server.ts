import { ChangeTheme, ThemeForm } from '$lib/posters/forms';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { addTheme, changeTheme, listThemes } from '$lib/server/posters/themes';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const themes = await listThemes(db);
	const changing = Number(url.searchParams.get('change')) || null;
	return { themes, changing: themes.find(({ id }) => id === changing) ?? null };
});

export const actions: Actions = {
	add: formAction(ThemeForm, async ({ locals }: RequestEvent, { name }) => {
		await addTheme(db, locals.actor, name, now());
		return { done: `已添加“${name}”` };
	}),
	change: formAction(ChangeTheme, async ({ locals }: RequestEvent, input) => {
		await changeTheme(db, locals.actor, input, now());
		return { done: '已保存' };
	})
};

import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { addGroup, changeGroup } from '$lib/server/volunteering/group-commands';
import { deskGroups } from '$lib/server/volunteering/groups';
import { ChangeGroup, GroupForm } from '$lib/volunteering/group-forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => ({
	changing: Number(url.searchParams.get('change')) || null,
	origin: url.origin,
	groups: await deskGroups(db)
}));

export const actions: Actions = {
	add: formAction(GroupForm, async ({ locals }: RequestEvent, input) => {
		await addGroup(db, locals.actor, input, now());
		return { done: `已添加“${input.name}”。把加入的二维码发给他们就可以了。` };
	}),
	change: formAction(ChangeGroup, async ({ locals }: RequestEvent, input) => {
		await changeGroup(db, locals.actor, input, now());
		return { done: '已保存' };
	})
};

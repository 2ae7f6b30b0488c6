import { ChangeTemplate, NewTemplate } from '$lib/reports/templates';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import {
	addTemplate,
	changeTemplate,
	mustManageTemplates
} from '$lib/server/reports/commands/templates';
import { listTemplates } from '$lib/server/reports/queries/templates';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTemplates(locals.actor);
	return {
		changing: Number(url.searchParams.get('change')) || null,
		templates: await listTemplates(db)
	};
});

export const actions: Actions = {
	add: formAction(NewTemplate, async ({ locals }: RequestEvent, input) => {
		await addTemplate(db, locals.actor, input, now());
		return { done: `已添加“${input.name}”` };
	}),
	change: formAction(ChangeTemplate, async ({ locals }: RequestEvent, input) => {
		await changeTemplate(db, locals.actor, input, now());
		return { done: '已保存' };
	})
};

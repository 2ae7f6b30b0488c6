import { ChangeLimit, limitNames, RestoreLimit } from '$lib/reports/limits';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { setLimit } from '$lib/server/reports/commands/limits';
import { limitCatalogue, limitHistory } from '$lib/server/reports/queries/limits';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const asked = url.searchParams.get('change') ?? '';
	return {
		now: now(),
		changing: limitNames.includes(asked) ? asked : null,
		groups: await limitCatalogue(db),
		history: await limitHistory(db)
	};
});

export const actions: Actions = {
	change: formAction(ChangeLimit, async ({ locals }: RequestEvent, { name, ...limit }) => {
		await setLimit(db, locals.actor, { name, limit }, now());
		return { done: '已保存。从现在起开始计时的照此办理，已经在办的不变。' };
	}),
	restore: formAction(RestoreLimit, async ({ locals }: RequestEvent, { name }) => {
		await setLimit(db, locals.actor, { name, limit: null }, now());
		return { done: '已恢复标准时限。已经在办的不变。' };
	})
};

import { ChangeStaff, NewStaff, ResetFactor } from '$lib/accounts/forms';
import { mayManagePeople } from '$lib/accounts/policy';
import { roles, staffRoles } from '$lib/accounts/roles';
import { addStaff, changeStaff, listStaff } from '$lib/server/accounts/people';
import { resetSecondFactor } from '$lib/server/accounts/second-factor';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { activeUnits } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	if (!mayManagePeople(locals.actor)) {
		throw new Refusal('forbidden', '只有系统管理员可以管理人员');
	}
	return {
		standing: standingOf({ locals, url }, now()),
		me: locals.actor.accountId,
		changing: Number(url.searchParams.get('change')) || null,
		people: await listStaff(db),
		units: await activeUnits(db),
		roles: staffRoles.map((role) => ({ role, label: roles[role].label }))
	};
});

const recently = async (event: RequestEvent) => requireRecent(event, now());

export const actions: Actions = {
	add: formAction(
		NewStaff,
		async ({ locals }: RequestEvent, input) => {
			await addStaff(db, locals.actor, input, now());
			return { done: `已添加“${input.name}”` };
		},
		recently
	),
	change: formAction(
		ChangeStaff,
		async ({ locals }: RequestEvent, input) => {
			await changeStaff(db, locals.actor, input, now());
			return { done: input.password ? '已保存，新密码已生效' : '已保存' };
		},
		recently
	),
	resetFactor: formAction(
		ResetFactor,
		async ({ locals }: RequestEvent, input) => {
			await resetSecondFactor(db, locals.actor, input, now());
			return { done: '已重置两步验证，这位同事下次登录时重新设置' };
		},
		recently
	)
};

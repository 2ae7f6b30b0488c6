import * as v from 'valibot';
import { AccountId } from '$lib/accounts/forms';
import { matrixColumns, policyMatrix } from '$lib/accounts/matrix';
import { roles } from '$lib/accounts/roles';
import { choices } from '$lib/settings/choices';
import { endSessionsOf } from '$lib/server/accounts/own-sessions';
import {
	chooseOpeningQuota,
	liftLock,
	mustKeepSecure,
	staffSecurity
} from '$lib/server/accounts/security';
import { config, db, now, seal } from '$lib/server/app';
import { asksSecondFactor } from '$lib/server/config';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { numberChosen } from '$lib/server/settings/values';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	mustKeepSecure(event.locals.actor);
	const at = now();
	return {
		now: at,
		standing: standingOf(event, at),
		staff: (await staffSecurity(db, seal, at)).map((person) => ({
			...person,
			label: roles[person.role].label
		})),
		quota: {
			...choices.opening_quota,
			value: await numberChosen(db, 'opening_quota', choices.opening_quota)
		},
		asked: asksSecondFactor(config),
		keys: { newest: seal.newest, rotating: seal.rotating },
		matrix: { columns: matrixColumns, parts: policyMatrix() }
	};
});

const recently = async (event: RequestEvent) => requireRecent(event, now());
const Quota = v.object({ value: v.pipe(v.string('请填写次数'), v.trim(), v.transform(Number)) });

export const actions: Actions = {
	end: formAction(
		AccountId,
		async ({ locals }: RequestEvent, input) => {
			const count = await endSessionsOf(db, locals.actor, input, now());
			return { done: `已结束这个账号的 ${count} 次登录` };
		},
		recently
	),
	unlock: formAction(
		AccountId,
		async ({ locals }: RequestEvent, input) => {
			await liftLock(db, seal, locals.actor, input, now());
			return { done: '已解除锁定，可以马上再试' };
		},
		recently
	),
	quota: formAction(
		Quota,
		async ({ locals }: RequestEvent, input) => {
			await chooseOpeningQuota(db, locals.actor, input, now());
			return { done: '次数上限已保存，马上生效' };
		},
		recently
	)
};

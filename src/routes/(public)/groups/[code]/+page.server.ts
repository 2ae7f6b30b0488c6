import * as v from 'valibot';
import { mayVolunteer } from '$lib/accounts/policy';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { joinGroup, leaveGroup } from '$lib/server/volunteering/group-commands';
import { getGroup, memberSince } from '$lib/server/volunteering/groups';
import { volunteerOf } from '$lib/server/volunteering/queries';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ params, locals: { actor } }: PageServerLoadEvent) => {
	const { id, code, name, kind, active, coordinatorId } = await getGroup(db, params.code);
	const { accountId } = actor;
	return {
		group: { code, name, kind, active },
		since: accountId === null ? null : await memberSince(db, id, accountId),
		coordinates: accountId !== null && accountId === coordinatorId,
		visitor: {
			signedIn: accountId !== null,
			mayVolunteer: mayVolunteer(actor),
			joined: accountId !== null && (await volunteerOf(db, accountId)) !== undefined
		},
		now: now()
	};
});

const nothing = v.object({});

export const actions: Actions = {
	join: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await joinGroup(db, locals.actor, params.code, now());
		return { done: '已加入。收到邀请时，来不来由您自己决定。' };
	}),
	leave: formAction(nothing, async ({ locals, params }: RequestEvent) => {
		await leaveGroup(db, locals.actor, params.code, now());
		return { done: '已退出，不会再收到这个团队的邀请。' };
	})
};

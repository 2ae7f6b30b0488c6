import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { EndSession, FactorCode } from '$lib/accounts/forms';
import { isStaff } from '$lib/accounts/policy';
import { config, db, now, seal, sessions } from '$lib/server/app';
import { endOtherSessions, endSession, ownSessions } from '$lib/server/accounts/own-sessions';
import { renewRecoveryCodes, secondFactorOf } from '$lib/server/accounts/second-factor';
import { asksSecondFactor } from '$lib/server/config';
import { addressOf } from '$lib/server/http/address';
import { browserKey, letGoOfBrowser } from '$lib/server/http/browser';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { requireRecent } from '$lib/server/http/recent';
import { dropSession } from '$lib/server/http/session-cookie';
import { unsubscribe } from '$lib/server/notifications/subscriptions';
import { Refusal } from '$lib/server/refusal';
import { sha256 } from '$lib/server/sealing';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	const { accountId, secret } = own(event);
	// new recovery codes stand here: no cache may keep them
	event.setHeaders({ 'cache-control': 'private, no-store' });
	const house = { secret, secondFactor: asksSecondFactor(config) };
	return {
		factor: isStaff(event.locals.actor)
			? { ...(await secondFactorOf(db, accountId)), asked: house.secondFactor }
			: null,
		sessions: await ownSessions(db, accountId, house, now()),
		now: now()
	};
});

export const actions: Actions = {
	renew: formAction(
		FactorCode,
		async (event: RequestEvent, input) => {
			await limit('signIn', addressOf(event));
			return { codes: await renewRecoveryCodes(db, seal, event.locals.actor, input, now()) };
		},
		async (event) => requireRecent(event, now())
	),
	end: formAction(EndSession, async (event: RequestEvent, input) => {
		const { secret } = own(event);
		await endSession(db, event.locals.actor, input, now());
		if (input.id === sha256(secret)) {
			await letGoOfBrowser(event, db, now());
			dropSession(event.cookies, event.url, sessions.cookieName);
			redirect(303, '/login');
		}
		return { done: `已退出那次登录${await endOtherPushes(event)}` };
	}),
	endOthers: formAction(v.object({}), async (event: RequestEvent) => {
		const { secret } = own(event);
		const count = await endOtherSessions(db, event.locals.actor, { secret }, now());
		const ended = count > 0 ? `已退出其他 ${count} 次登录` : '没有别的登录';
		return { done: `${ended}${await endOtherPushes(event)}` };
	})
};

/** No session says on which browser it is: pushes go on here alone. Returns words about it. */
async function endOtherPushes(event: RequestEvent): Promise<string> {
	const { actor } = event.locals;
	const ended = await unsubscribe(db, actor, { except: browserKey(event) }, now());
	return ended > 0 ? '，其他设备的推送也已关闭' : '';
}

function own({ locals, cookies }: Pick<RequestEvent, 'locals' | 'cookies'>) {
	const { accountId } = locals.actor;
	const secret = cookies.get(sessions.cookieName);
	if (accountId === null || !secret) throw new Refusal('unauthenticated', '请先登录');
	return { accountId, secret };
}

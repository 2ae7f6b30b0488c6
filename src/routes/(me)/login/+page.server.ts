import { redirect, type Cookies } from '@sveltejs/kit';
import { deviceWords } from '$lib/accounts/device-words';
import { AskCode, CodeSignIn, StaffSignIn } from '$lib/accounts/forms';
import { roles } from '$lib/accounts/roles';
import { config, db, now, seal, sender, sessions } from '$lib/server/app';
import { sendCode, signInResident, signInStaff } from '$lib/server/accounts/sign-in';
import { addressOf } from '$lib/server/http/address';
import { handBrowserTo } from '$lib/server/http/browser';
import { formAction } from '$lib/server/http/form-action';
import { limit } from '$lib/server/http/rate-limit';
import { page } from '$lib/server/http/page';
import { keepSession } from '$lib/server/http/session-cookie';
import { wayBack } from '$lib/server/http/way-back';
import { Refusal } from '$lib/server/refusal';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(({ url, locals }: PageServerLoadEvent) => {
	if (locals.unproven) redirect(303, secondFactor(url));
	const { role } = locals.actor;
	if (role !== 'guest' && role !== 'system' && !url.searchParams.has('to')) {
		redirect(303, roles[role].home);
	}
	return {
		to: wayBack(url.searchParams.get('to'), url),
		phoneSignIn: sender.available,
		accounts: config.APP_MODE === 'demo' ? demoAccounts : []
	};
});

const demoAccounts = [
	{ name: 'resident', label: '居民' },
	{ name: 'volunteer', label: '志愿者' },
	{ name: 'lead', label: '队长' },
	{ name: 'moderator', label: '值守员' },
	{ name: 'unit', label: '综合执法局' },
	{ name: 'unit2', label: '环卫服务中心' },
	{ name: 'checker', label: '核查员' },
	{ name: 'supervisor', label: '督导员' },
	{ name: 'admin', label: '系统管理员' },
	{ name: 'security', label: '安全管理员' },
	{ name: 'audit', label: '审计管理员' }
];

export const actions: Actions = {
	staff: formAction(StaffSignIn, async (event: RequestEvent, input) => {
		const address = addressOf(event);
		await limit('signIn', address);
		await enter(event, await signInStaff(db, seal, input, address, now()));
	}),
	ask: formAction(AskCode, async (event: RequestEvent, { phone }) => {
		if (!sender.available) throw new Refusal('invalid', '本站暂未开通手机登录');
		await limit('sendCode', addressOf(event));
		await limit('codesToPhone', seal.index('code', phone));
		const shown = await sendCode(db, seal, sender, phone, now());
		return { sent: { phone, shown } };
	}),
	code: formAction(CodeSignIn, async (event: RequestEvent, input) => {
		await limit('signIn', addressOf(event));
		await enter(event, await signInResident(db, seal, input, now()));
	})
};

async function enter(event: RequestEvent, accountId: number): Promise<never> {
	await closeEarlier(event.cookies);
	await handBrowserTo(event, db, accountId, now());
	const to = wayBack(event.url.searchParams.get('to'), event.url);
	const secret = await sessions.open(accountId, now(), deviceOfRequest(event));
	keepSession(event.cookies, event.url, sessions.cookieName, secret);
	const { actor, unproven } = (await sessions.read(secret, now()))!;
	if (unproven) redirect(303, secondFactor(event.url));
	if (to) redirect(303, to);
	redirect(303, actor.role === 'guest' || actor.role === 'system' ? '/' : roles[actor.role].home);
}

/** The page where staff go on, with the way back that was asked for. */
function secondFactor(url: URL): string {
	const to = wayBack(url.searchParams.get('to'), url);
	return `/login/second-factor${to ? `?to=${encodeURIComponent(to)}` : ''}`;
}

const deviceOfRequest = ({ request }: RequestEvent) =>
	deviceWords(request.headers.get('user-agent') ?? '');

async function closeEarlier(cookies: Cookies) {
	const earlier = cookies.get(sessions.cookieName);
	if (earlier) await sessions.close(earlier);
}

import { randomUUID } from 'node:crypto';
import { type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit';
import { building, dev } from '$app/environment';
import { isSignedIn, isStaff, mayOpen } from '$lib/accounts/policy';
import { guest } from '$lib/accounts/roles';
import * as app from '$lib/server/app';
import { ConfigProblem } from '$lib/server/config';
import { textSizeOf } from '$lib/components/text-size';
import { addressOf } from '$lib/server/http/address';
import { checkBodySize } from '$lib/server/http/body-limit';
import { claimsOf } from '$lib/server/http/claims';
import { refusalResponse } from '$lib/server/http/endpoint';
import { allowPictures, setSecurityHeaders } from '$lib/server/http/headers';
import { countRequest } from '$lib/server/http/metrics';
import { checkOrigin } from '$lib/server/http/origin';
import { inSize, refusalPage } from '$lib/server/http/refusal-page';
import { tileHosts } from '$lib/server/map-base';
import { Refusal } from '$lib/server/refusal';

/** Where `npm run dev` differs from a real start; its address is vite's. */
const development = { APP_MODE: 'development', PORT: '5173' };

export const init: ServerInit = async () => {
	if (building) return;
	try {
		await app.start({ ...(dev ? development : {}), ...process.env });
	} catch (problem) {
		// whoever starts the server reads sentences, not a stack
		if (problem instanceof ConfigProblem || problem instanceof Error) {
			process.stderr.write(`${problem.message}\n`);
			if (!(problem instanceof ConfigProblem) && problem.stack) {
				process.stderr.write(`${problem.stack}\n`);
			}
		}
		process.exit(1);
	}
	process.on('sveltekit:shutdown', app.stop);
	if (app.firstStart) {
		const origin = app.config.ORIGIN || `http://localhost:${app.config.PORT}`;
		process.stdout.write(`首次启动，请打开此地址设置系统管理员（仅一次有效）：\n`);
		process.stdout.write(`${origin}/first-start?token=${app.firstStart}\n`);
	}
};

export const handle: Handle = async ({ event, resolve }) => {
	const startedAt = performance.now();
	event.locals.requestId = randomUUID();
	event.locals.actor = guest;
	event.locals.unproven = null;
	event.locals.signedInAt = null;
	event.locals.textSize = textSizeOf(event.cookies.get('elder'));

	const response = await answer(event, resolve);
	setSecurityHeaders(response.headers, { https: event.url.protocol === 'https:' });
	allowPictures(response.headers, tileHosts(app.config));
	response.headers.set('x-request-id', event.locals.requestId);
	const ms = performance.now() - startedAt;
	const route = event.route.id ?? 'none';
	countRequest(event.request.method, route, response.status, ms);
	app.log.info({
		id: event.locals.requestId,
		method: event.request.method,
		route,
		status: response.status,
		ms: Math.round(ms)
	});
	return response;
};

type Event = Parameters<Handle>[0]['event'];

async function answer(event: Event, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
	try {
		// what another app shares comes from nowhere, and nothing is done with it here
		if (event.url.pathname !== '/reports/new/shared') checkOrigin(event.request, event.url);
		checkBodySize(event.request, event.route.id ?? '');
		await findActor(event);
		guard(event);
		return await resolve(event, {
			transformPageChunk: ({ html }) => inSize(html, event.locals.textSize)
		});
	} catch (problem) {
		if (!(problem instanceof Refusal)) throw problem;
		if (!wantsPage(event.request)) return refusalResponse(problem);
		if (problem.reason !== 'unauthenticated') return refusalPage(problem, event.locals.textSize);
		const back = encodeURIComponent(event.url.pathname);
		return new Response(null, { status: 303, headers: { location: `/login?to=${back}` } });
	}
}

async function findActor(event: Event): Promise<void> {
	const claims = claimsOf(event.cookies, event.url);
	const secret = event.cookies.get(app.sessions.cookieName);
	const signedIn = secret ? await app.sessions.read(secret, app.now()) : null;
	const person = signedIn?.actor ?? guest;
	const address = isStaff(person) ? addressOf(event) : null;
	// here and nowhere else, so that whatever asks who acts finds nobody until the second factor is shown
	if (signedIn?.unproven) {
		event.locals.unproven = { ...person, address };
		event.locals.actor = { ...guest, claims };
	} else {
		event.locals.actor = { ...person, claims, address };
		event.locals.signedInAt = signedIn?.signedInAt ?? null;
	}
}

/**
 * Staff areas are shut here, before any load or action of theirs runs: by the route that was found,
 * since an address can be written in many ways.
 */
function guard(event: Event): void {
	const room = /^\/\(staff\)(\/(?:admin|unit|check|visits)(?:\/.*)?)$/.exec(
		event.route.id ?? ''
	)?.[1];
	if (!room || mayOpen(event.locals.actor, room)) return;
	if (!isSignedIn(event.locals.actor)) throw new Refusal('unauthenticated', '请先登录');
	throw new Refusal('forbidden', '您的账号不能进入这里');
}

const wantsPage = (request: Request): boolean =>
	request.headers.get('accept')?.includes('text/html') ?? false;

export const handleError: HandleServerError = ({ error: problem, event, status, message }) => {
	const { requestId } = event.locals;
	if (status >= 500) {
		app.log.error({ id: requestId, route: event.route.id, err: problem });
		return { message: '系统出了问题，我们已记录。', requestId };
	}
	return { message: status === 404 ? '没有这个页面' : message, requestId };
};

import { uuidv7 } from 'uuidv7';
import { password } from './town';

export type Client = ReturnType<typeof client>;

/** A visitor without a browser: keeps cookies, follows nothing, and may say any Origin. */
export function client(origin: string) {
	const cookies = new Map<string, string>();

	async function request(path: string, init: RequestInit = {}): Promise<Response> {
		const headers = new Headers(init.headers);
		if (cookies.size > 0 && !headers.has('cookie')) {
			headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
		}
		const response = await fetch(origin + path, { redirect: 'manual', ...init, headers });
		for (const cookie of response.headers.getSetCookie()) {
			const [pair = ''] = cookie.split(';');
			const at = pair.indexOf('=');
			if (/max-age=0|1970/i.test(cookie)) cookies.delete(pair.slice(0, at));
			else cookies.set(pair.slice(0, at), pair.slice(at + 1));
		}
		return response;
	}

	return {
		origin,
		cookies,
		request,
		get: (path: string, headers?: HeadersInit) => request(path, { headers }),
		put: (path: string, body: unknown, headers: HeadersInit = {}) =>
			request(path, {
				method: 'PUT',
				body: isRaw(body) ? body : JSON.stringify(body),
				headers: { ...(isRaw(body) ? {} : { 'content-type': 'application/json' }), ...headers }
			}),
		/** A form action without JavaScript, as this site's own page would send it. */
		post: (path: string, fields: Record<string, string | Blob>, headers: HeadersInit = {}) => {
			const form = new FormData();
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			return request(path, {
				method: 'POST',
				body: form,
				headers: { origin, accept: 'text/html', ...headers }
			});
		},
		async signIn(name: string) {
			const answer = await this.post('/login?/staff', { name, password });
			if (answer.status !== 303) throw new Error(`${name} could not sign in: ${answer.status}`);
			return this;
		}
	};
}

const isRaw = (body: unknown): body is BodyInit =>
	typeof body === 'string' || body instanceof Uint8Array || body instanceof Blob;

export const newKey = (): string => uuidv7();

/** A sound report in the middle of the demo town. */
export const soundReport = (more: Record<string, unknown> = {}) => ({
	category: 'sanitation.exposed_garbage',
	description: '路边一堆垃圾',
	lat: 35.5815,
	lng: 118.836,
	photos: 1,
	...more
});

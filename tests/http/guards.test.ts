import { connect as tcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, newKey, soundReport, type Client } from '../support/client';
import { jpegPhoto } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir) });
});
afterAll(() => server?.stop());

const visitor = (): Client => client(server.origin);

/** A report with its photo, as a guest sends it. */
async function reported(by = visitor()): Promise<string> {
	const key = newKey();
	const { code } = await (await by.put(`/api/reports/${key}`, soundReport())).json();
	await by.put(`/api/reports/${key}/photos/0`, new Uint8Array(await jpegPhoto()));
	return code;
}

describe('a request from another website', () => {
	it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
		const answer = await fetch(`${server.origin}/api/reports/${newKey()}`, {
			method,
			body: JSON.stringify(soundReport()),
			headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' }
		});
		expect(answer.status).toBe(403);
	});

	it('is refused by Sec-Fetch-Site alone', async () => {
		const answer = await visitor().put(`/api/reports/${newKey()}`, soundReport(), {
			'sec-fetch-site': 'cross-site'
		});
		expect(answer.status).toBe(403);
	});
});

describe('every page', () => {
	it.each(['/', '/reports', '/reports/new', '/login', '/me', '/about', '/reports/ZZZZ-ZZZZ'])(
		'%s carries the security headers and its request id',
		async (path) => {
			const answer = await visitor().get(path, { accept: 'text/html' });
			const policy = answer.headers.get('content-security-policy') ?? '';
			expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'nonce-/);
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
			expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
			expect(answer.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
			expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
			expect(answer.headers.get('cache-control')).toContain('private');
		}
	);
});

describe('the staff side', () => {
	it.each(['/admin', '/admin/people', '/unit', '/check', '/unit/7K3F-9QXM'])(
		'%s sends a signed-out visitor to sign in and back',
		async (path) => {
			const answer = await visitor().get(path, { accept: 'text/html' });
			expect(answer.status).toBe(303);
			expect(answer.headers.get('location')).toBe(`/login?to=${encodeURIComponent(path)}`);
		}
	);

	it.each([
		['resident', '/admin'],
		['resident', '/unit'],
		['resident', '/check'],
		['unit', '/admin'],
		['unit', '/check'],
		['checker', '/admin'],
		['checker', '/unit'],
		['moderator', '/unit'],
		['moderator', '/admin/people'],
		['supervisor', '/admin/people'],
		['moderator', '/admin/security'],
		['moderator', '/admin/retention'],
		['moderator', '/admin/audit'],
		['moderator', '/admin/void'],
		['admin', '/admin'],
		['admin', '/admin/takedowns'],
		['admin', '/admin/security'],
		['admin', '/admin/retention'],
		['admin', '/admin/audit'],
		['security', '/admin'],
		['security', '/admin/people'],
		['security', '/admin/audit'],
		['security', '/admin/units'],
		['audit', '/admin'],
		['audit', '/admin/people'],
		['audit', '/admin/security'],
		['audit', '/admin/retention'],
		['audit', '/admin/duties/export']
	])('%s may not enter %s', async (name, path) => {
		const signedIn = await visitor().signIn(name);
		expect((await signedIn.get(path, { accept: 'text/html' })).status).toBe(403);
	});

	it('is shut however its address is written', async () => {
		const resident = await visitor().signIn('resident');
		const written = [
			'/%61dmin',
			'/%75nit',
			'/%63heck',
			'/adm%69n/people',
			'/%61dmin/duties/export'
		];
		for (const path of written) {
			for (const address of [path, `${path}/__data.json`]) {
				const guest = await visitor().get(address, { accept: 'text/html' });
				const told = await guest.text();
				// to a request for data Kit says with 200 where to go
				const sent = guest.status === 303 || told.startsWith('{"type":"redirect"');
				expect(sent || guest.status === 404, `guest at ${address}: ${told}`).toBe(true);
				expect([403, 404], `resident at ${address}`).toContain(
					(await resident.get(address, { accept: 'text/html' })).status
				);
			}
		}
		const found = await visitor().post('/%61dmin?/find', { code: 'ZZZZ-ZZZZ' });
		expect(found.headers.get('location')).toContain('/login');
	});

	it('refuses with the security headers and a request id', async () => {
		const resident = await visitor().signIn('resident');
		const answer = await resident.get('/admin', { accept: 'text/html' });
		expect(answer.status).toBe(403);
		expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
		expect(await answer.text()).toContain('您的账号不能进入这里');
	});

	it('a form of an expired session leads to sign in and changes nothing', async () => {
		const code = await reported();
		const moderator = await visitor().signIn('moderator');
		moderator.cookies.set('session', 'expired');
		const answer = await moderator.post(`/admin/reports/${code}?/reject`, {
			reason: 'unclear',
			note: ''
		});
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toContain('/login');
		const back = await visitor().signIn('moderator');
		expect(await (await back.get(`/admin/reports/${code}`)).text()).toContain('待受理');
	});

	it('another unit’s case is not shown, and not to be handled', async () => {
		const code = await reported();
		const moderator = await visitor().signIn('moderator');
		await moderator.post(`/admin/reports/${code}?/accept`, {
			category: 'sanitation.exposed_garbage'
		});
		const desk = await (await moderator.get(`/admin/reports/${code}`)).text();
		const unitId = /<option[^>]*value="(\d+)"[^>]*>环卫服务中心/.exec(desk)?.[1];
		expect(unitId).toBeDefined();
		await moderator.post(`/admin/reports/${code}?/dispatch`, {
			unitId: unitId!,
			basis: 'law',
			document: '',
			note: ''
		});
		const own = await visitor().signIn('unit2');
		expect((await own.get(`/unit/${code}`)).status).toBe(200);
		const other = await visitor().signIn('unit');
		expect([403, 404]).toContain((await other.get(`/unit/${code}`)).status);
		const taken = await other.post(`/unit/${code}?/acknowledge`, {});
		expect([403, 404]).toContain(taken.status);
	});

	it('of two moderators at once one wins, and the other is told', async () => {
		const code = await reported();
		const one = await visitor().signIn('moderator');
		const two = await visitor().signIn('moderator');
		const answers = await Promise.all(
			[one, two].map((moderator) =>
				moderator.post(`/admin/reports/${code}?/reject`, { reason: 'unclear', note: '' })
			)
		);
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses).toEqual([200, 409]);
		const told = await answers.find(({ status }) => status === 409)!.text();
		expect(told).toContain('不予受理');
	});
});

describe('photos', () => {
	it('are nobody’s but the reporter’s and the case staff’s before release', async () => {
		const reporter = visitor();
		const code = await reported(reporter);
		const page = await (await reporter.get(`/reports/${code}`)).text();
		const address = /\/photos\/[\w-]+\/original/.exec(page)![0];
		const seen = await reporter.get(address);
		expect(seen.status).toBe(200);
		expect(seen.headers.get('cache-control')).toBe('private, no-store');
		expect((await visitor().get(address)).status).toBe(404);
		expect((await visitor().get(address.replace('original', 'public'))).status).toBe(404);
		const moderator = await visitor().signIn('moderator');
		expect((await moderator.get(address)).status).toBe(200);
		const unit = await visitor().signIn('unit');
		expect((await unit.get(address)).status).toBe(404);
	});
});

describe('signing in', () => {
	it('locks after five wrong passwords, alike for names that do not exist', async () => {
		for (const name of ['editor-not-there', 'supervisor']) {
			const guesser = visitor();
			const tries = [];
			for (let i = 0; i < 6; i++) {
				tries.push(await guesser.post('/login?/staff', { name, password: 'wrong' }));
			}
			expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
			expect(await tries[5]!.text()).toContain('分钟后再试');
		}
	});

	it('never leads to another website', async () => {
		const ways = ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example'];
		for (const to of [...ways, '/\t/elsewhere.example', '/\n/elsewhere.example']) {
			const answer = await visitor().post(`/login?/staff&to=${encodeURIComponent(to)}`, {
				name: 'resident',
				password: 'demo-2026'
			});
			expect(answer.status).toBe(303);
			expect(answer.headers.get('location')).toBe('/me');
		}
	});

	it('gives a cookie that scripts cannot read, and signing out ends the session', async () => {
		const resident = visitor();
		const answer = await resident.post('/login?/staff', {
			name: 'resident',
			password: 'demo-2026'
		});
		const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('session='))!;
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Lax/i);
		const kept = resident.cookies.get('session')!;
		await resident.post('/logout', {});
		resident.cookies.set('session', kept);
		const inbox = await resident.get('/me/inbox', { accept: 'text/html' });
		expect(inbox.status).toBe(303);
	});

	it('by phone needs the code that was sent', async () => {
		const resident = visitor();
		const asked = await resident.post('/login?/ask', { phone: '139 0000 0001' });
		const code = /验证码是 <strong[^>]*>(\d{6})/.exec(await asked.text())![1]!;
		const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
		const refused = await resident.post('/login?/code', { phone: '13900000001', code: wrong });
		expect(refused.status).toBe(401);
		const entered = await resident.post('/login?/code', { phone: '13900000001', code });
		expect(entered.status).toBe(303);
		expect((await resident.get('/me/inbox')).status).toBe(200);

		const other = visitor();
		expect((await other.post('/login?/ask', { phone: '13900000002' })).status).toBe(200);
		expect((await other.post('/login?/ask', { phone: '13900000002' })).status).toBe(429);
	});
});

describe('a claim link', () => {
	it('of another report, or made up, pushes out no claim that the device holds', async () => {
		const guest = visitor();
		const code = await reported(guest);
		for (let i = 0; i < 35; i++) {
			const madeUp = i.toString().padStart(43, 'x');
			await guest.get(`/reports/${code}?claim=${madeUp}`);
		}
		expect((await guest.get(`/reports/${code}`)).status).toBe(200);
	});
});

describe('a report that is not public', () => {
	it('is answered like one that is not there, also to a form', async () => {
		const code = await reported();
		const words = async (path: string) => (await (await visitor().get(path)).json()).message;
		expect(await words(`/api/reports/${code}`)).toBe(await words('/api/reports/ZZZZ-ZZZZ'));
		for (const action of ['rate', 'appeal']) {
			const fields = { score: 'satisfied', reason: '看看' };
			expect((await visitor().post(`/reports/${code}?/${action}`, fields)).status).toBe(404);
		}
	});
});

describe('长辈版', () => {
	it('takes any address to go back to, and none that leads away', async () => {
		for (const back of ['//elsewhere.example', '/\t/elsewhere.example', 'x', '']) {
			const answer = await visitor().post('/elder', { size: 'large', back });
			expect(answer.headers.get('location')).toBe('/');
		}
		const chinese = await visitor().post('/elder', { size: 'large', back: '/reports?grid=中' });
		expect(chinese.headers.get('location')).toBe('/reports?grid=%E4%B8%AD');
		const nothing = await fetch(`${server.origin}/elder`, { method: 'POST', redirect: 'manual' });
		expect(nothing.status).toBe(303);
	});

	it('is switched off over plain http, where a Secure cookie would be ignored', async () => {
		const answer = await visitor().post('/elder', { size: 'standard', back: '/' });
		expect(answer.headers.getSetCookie().join()).not.toMatch(/secure/i);
	});
});

describe('requests that are no requests', () => {
	it('a form of thousands of parts, or a huge one that is no upload, is refused at once', async () => {
		const boundary = 'x'.repeat(10);
		const part = `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n`;
		const post = (body: string, type: string) =>
			fetch(`${server.origin}/reports/new`, {
				method: 'POST',
				body,
				headers: {
					'content-type': type,
					origin: server.origin,
					accept: 'text/html',
					// what is refused unread leaves a connection that nobody can use again
					connection: 'close'
				}
			});
		const many = await post(
			`${part.repeat(20_000)}--${boundary}--`,
			`multipart/form-data; boundary=${boundary}`
		);
		expect(many.status).toBe(400);
		const huge = await post(`a=${'1'.repeat(1_000_000)}`, 'application/x-www-form-urlencoded');
		expect(huge.status).toBe(413);
	});

	it('a body that does not say its length is refused', async () => {
		const answer = await new Promise<string>((resolve) => {
			const socket = tcp(server.port, '127.0.0.1', () => {
				socket.write(
					`PUT /api/reports/${newKey()} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n`
				);
			});
			socket.once('data', (bytes) => {
				resolve(String(bytes));
				socket.destroy();
			});
		});
		expect(answer).toMatch(/^HTTP\/1\.1 411/);
	});

	it('health, readiness and metrics answer', async () => {
		expect(await (await visitor().get('/healthz')).text()).toBe('ok');
		expect((await visitor().get('/readyz')).status).toBe(200);
		expect(await (await visitor().get('/metricsz')).text()).toContain('http_requests_total');
	});

	it('an address that is none answers 404 in plain words', async () => {
		const answer = await visitor().get('/nothing/here', { accept: 'text/html' });
		expect(answer.status).toBe(404);
		expect(await answer.text()).toContain('没有这个页面');
	});
});

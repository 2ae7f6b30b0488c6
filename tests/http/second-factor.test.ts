import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticator } from '../support/authenticator';
import { client, newKey, soundReport, type Client } from '../support/client';
import { jpegPhoto } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

const factorPage = '/login/second-factor';
const html = { accept: 'text/html' };
let server: TestServer;
let report: { code: string; photo: string };

beforeAll(async () => {
	server = await startServer({
		env: { STAFF_SECOND_FACTOR: 'on' },
		seed: (dir) => prepareTown(dir)
	});
	report = await reported();
});
afterAll(() => server?.stop());

const visitor = (): Client => client(server.origin);
const named = (name: string) => visitor().signIn(name);

/** A report with its photo, and the photo's key as its guest sees it. */
async function reported() {
	const guest = visitor();
	const { code } = await (await guest.put(`/api/reports/${newKey()}`, soundReport())).json();
	const key = newKey();
	const second = await (await guest.put(`/api/reports/${key}`, soundReport())).json();
	await guest.put(`/api/reports/${key}/photos/0`, new Uint8Array(await jpegPhoto()));
	const page = await (await guest.get(`/reports/${second.code}`, html)).text();
	return { code: String(code), photo: /\/photos\/([\w-]+)\//.exec(page)?.[1] ?? '' };
}

const keyOn = (page: string) => /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(page)![1]!;
const codesOn = (page: string) =>
	[...page.matchAll(/<code[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})<\/code>/g)].map(([, code]) => code!);

/** Signs in for the first time and sets the second factor up. */
async function enrolled(name: string) {
	const person = await named(name);
	const app = authenticator(keyOn(await (await person.get(factorPage, html)).text()));
	const answer = await person.post(`${factorPage}?/enrol`, { code: app.now() });
	if (answer.status !== 200) throw new Error(`${name} could not enrol: ${answer.status}`);
	return { person, app, codes: codesOn(await answer.text()) };
}

describe('with the password alone', () => {
	it.each([
		['moderator', '/admin'],
		['moderator', '/admin/places'],
		['moderator', '/admin/places/export?kind=places'],
		['admin', '/admin/people'],
		['unit', '/unit'],
		['checker', '/check'],
		['moderator', '/me/inbox'],
		['moderator', '/me/security']
	])('%s is sent from %s to sign in', async (name, path) => {
		const answer = await (await named(name)).get(path, html);
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toMatch(/^\/login\?to=/);
	});

	it.each([
		['moderator', (code: string) => `/admin/reports/${code}?/accept`],
		['unit', (code: string) => `/unit/${code}?/acknowledge`],
		['checker', (code: string) => `/check/${code}?/pass`],
		['admin', () => '/admin/people?/add'],
		['admin', () => '/admin/people?/resetFactor']
	])('no form of %s is taken', async (name, path) => {
		const answer = await (await named(name)).post(path(report.code), { id: '2', name: 'x' });
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toMatch(/^\/login\?to=/);
	});

	it('forms of one’s own pages are taken no more than a guest’s', async () => {
		const moderator = await named('moderator');
		for (const action of ['renew', 'end', 'endOthers']) {
			const fields = { code: '123456', id: 'a'.repeat(64) };
			const answer = await moderator.post(`/me/security?/${action}`, fields);
			expect([303, 401], action).toContain(answer.status);
			expect(await answer.text()).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
		}
	});

	it('data and files are refused without a page', async () => {
		const moderator = await named('moderator');
		for (const path of ['/admin/__data.json', '/admin/places/export?kind=places']) {
			const answer = await moderator.get(path);
			expect(answer.status, path).toBe(401);
			expect(await answer.text()).not.toContain(report.code);
		}
	});

	it('the original of a photo and a report that is not public are as missing as to a guest', async () => {
		const moderator = await named('moderator');
		expect(report.photo).not.toBe('');
		for (const path of [`/photos/${report.photo}/original`, `/api/reports/${report.code}`]) {
			expect((await moderator.get(path)).status, path).toBe(404);
			expect((await visitor().get(path)).status, path).toBe(404);
		}
	});

	it('a report that is sent is a guest’s', async () => {
		const sent = await (await named('moderator')).put(`/api/reports/${newKey()}`, soundReport());
		expect(await sent.json()).toHaveProperty('claim');
	});

	it('no page says that somebody is signed in', async () => {
		const page = await (await (await named('moderator')).get('/me', html)).text();
		expect(page).toContain('没有登录');
		expect(page).not.toContain('值守员');
	});

	it('signing in leads to the second factor, and keeps the way back', async () => {
		const answer = await visitor().post('/login?/staff&to=%2Fadmin%2Fplaces', {
			name: 'moderator',
			password: 'demo-2026'
		});
		expect(answer.headers.get('location')).toBe(`${factorPage}?to=%2Fadmin%2Fplaces`);
		const again = await (await named('moderator')).get('/login?to=/admin/places', html);
		expect(again.headers.get('location')).toBe(`${factorPage}?to=%2Fadmin%2Fplaces`);
	});

	it('a resident with a password needs nothing more', async () => {
		const resident = await named('resident');
		expect((await resident.get('/me/inbox', html)).status).toBe(200);
		expect((await resident.get(factorPage, html)).headers.get('location')).toBe('/me');
	});

	it('a guest finds nothing at the page that asks for the second factor', async () => {
		expect((await visitor().get(factorPage, html)).headers.get('location')).toBe('/login');
		const answer = await visitor().post(`${factorPage}?/code`, { code: '123456' });
		expect([303, 401]).toContain(answer.status);
	});
});

describe('setting up', () => {
	it('shows the same key after a reload, and none to any cache', async () => {
		const checker = await named('checker');
		const [first, second] = [
			await checker.get(factorPage, html),
			await checker.get(factorPage, html)
		];
		expect(first.headers.get('cache-control')).toBe('private, no-store');
		expect(keyOn(await first.text())).toEqual(keyOn(await second.text()));
		const other = await (await named('checker')).get(factorPage, html);
		expect(keyOn(await other.text())).not.toEqual(
			keyOn(await (await checker.get(factorPage, html)).text())
		);
	});

	it('with a right code opens the house, in a session of another secret, and shows ten codes once', async () => {
		const moderator = await named('moderator');
		const before = moderator.cookies.get('session')!;
		const app = authenticator(keyOn(await (await moderator.get(factorPage, html)).text()));
		const wrong = await moderator.post(`${factorPage}?/enrol`, { code: '000000' });
		expect(wrong.status).toBe(401);
		const answer = await moderator.post(`${factorPage}?/enrol`, { code: app.now() });
		expect(codesOn(await answer.text())).toHaveLength(10);
		expect(answer.headers.get('cache-control')).toBe('private, no-store');
		expect(moderator.cookies.get('session')).not.toBe(before);
		expect((await moderator.get('/admin', html)).status).toBe(200);
		expect((await moderator.get(`/photos/${report.photo}/original`)).status).toBe(200);

		const thief = visitor();
		thief.cookies.set('session', before);
		expect((await thief.get('/admin', html)).status).toBe(303);
		expect((await thief.get(factorPage, html)).headers.get('location')).toBe('/login');
		expect((await moderator.get(factorPage, html)).headers.get('location')).toBe('/admin');
	});
});

describe('later sign-ins', () => {
	it('take the next code, once, and show no key', async () => {
		const { app } = await enrolled('unit');
		const code = app.next();
		const unit = await named('unit');
		expect(await (await unit.get(factorPage, html)).text()).not.toMatch(/[A-Z2-7]{4} [A-Z2-7]{4}/);
		const answer = await unit.post(`${factorPage}?/code&to=%2F%2Felsewhere.example`, { code });
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toBe('/unit');
		expect((await unit.get('/unit', html)).status).toBe(200);

		const replayed = await named('unit');
		expect((await replayed.post(`${factorPage}?/code`, { code })).status).toBe(401);
		expect((await replayed.get('/unit', html)).status).toBe(303);
	});

	it('cannot set it up a second time', async () => {
		const { app } = await enrolled('unit2');
		const again = await named('unit2');
		const answer = await again.post(`${factorPage}?/enrol`, { code: app.next() });
		expect([401, 409]).toContain(answer.status);
		expect((await again.get('/unit', html)).status).toBe(303);
	});

	it('take a recovery code, once; five wrong tries lock', async () => {
		const { codes } = await enrolled('supervisor');
		const helped = await named('supervisor');
		const fields = { recovery: codes[0]!.toLowerCase().replace('-', ' ') };
		const answer = await helped.post(`${factorPage}?/recover`, fields);
		expect(await answer.text()).toContain('还剩 9 个');
		expect((await helped.get('/admin', html)).status).toBe(200);

		const guesser = await named('supervisor');
		const tries = [await guesser.post(`${factorPage}?/recover`, fields)];
		for (let i = 0; i < 5; i++) {
			tries.push(await guesser.post(`${factorPage}?/code`, { code: '000000' }));
		}
		expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
		const shut = await guesser.post(`${factorPage}?/recover`, { recovery: codes[1]! });
		expect(shut.status).toBe(429);
		expect((await guesser.get('/admin', html)).status).toBe(303);
	});

	it('after a reset by the administrator begin anew, and the old session is over', async () => {
		const { person: checker } = await enrolled('checker');
		expect((await checker.get('/check', html)).status).toBe(200);
		const { person: admin } = await enrolled('admin');
		const people = await (await admin.get('/admin/people', html)).text();
		const id = /change=(\d+)"[^>]*aria-label="修改：核查员"/.exec(people)![1]!;
		expect(await (await admin.get(`/admin/people?change=${id}`, html)).text()).toContain(
			'先当面或打电话确认'
		);
		const answer = await admin.post('/admin/people?/resetFactor', { id });
		expect(await answer.text()).toContain('已重置两步验证');
		expect((await checker.get('/check', html)).status).toBe(303);
		const anew = await (await named('checker')).get(factorPage, html);
		expect(await anew.text()).toContain('设置两步验证');
	});
});

describe('the first administrator', () => {
	it('goes through it too', async () => {
		const empty = await startServer({ env: { STAFF_SECOND_FACTOR: 'on' } });
		const token = /token=([\w-]+)/.exec(empty.output())![1]!;
		const first = client(empty.origin);
		const made = await first.post(`/first-start?token=${token}`, {
			loginName: 'first',
			name: '甲',
			password: 'demo-2026'
		});
		expect(made.headers.get('location')).toBe('/login');
		await first.signIn('first');
		expect((await first.get('/admin/people', html)).status).toBe(303);
		const app = authenticator(keyOn(await (await first.get(factorPage, html)).text()));
		await first.post(`${factorPage}?/enrol`, { code: app.now() });
		expect((await first.get('/admin/people', html)).status).toBe(200);
		await empty.stop();
	});
});

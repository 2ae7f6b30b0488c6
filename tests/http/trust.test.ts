import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { sessionsIn } from '../../src/lib/server/accounts/sessions';
import { connect } from '../../src/lib/server/db';
import { client, newKey, soundReport, type Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';
import { password, prepareTown } from '../support/town';

let server: TestServer;
let oldSecret = '';

beforeAll(async () => {
	server = await startServer({
		seed: async (dir) => {
			await prepareTown(dir);
			const connection = connect(`file:${join(dir, 'tongxing.db')}`);
			const [admin] = await connection.db
				.select()
				.from(accounts)
				.where(eq(accounts.loginName, 'admin'));
			// signed in eleven minutes ago, and at work since
			const sessions = sessionsIn(connection.db, { secure: false });
			oldSecret = await sessions.open(admin!.id, Date.now() - 11 * minuteMs);
			await sessions.read(oldSecret, Date.now() - minuteMs);
			connection.close();
		}
	});
});
afterAll(() => server?.stop());

const visitor = (): Client => client(server.origin);
const html = { accept: 'text/html' };
const person = {
	loginName: 'anew',
	name: '新人',
	role: 'checker',
	unitId: '',
	password: 'a-long-one'
};

describe('a dangerous thing, long after the sign-in', () => {
	it('is not done before another sign-in, which leads back', async () => {
		const admin = visitor();
		admin.cookies.set('session', oldSecret);
		const page = await admin.get('/admin/people', html);
		expect(page.status).toBe(200);
		expect(await page.text()).toContain('请先再次登录');

		const sent = await admin.post('/admin/people?/add', person);
		expect(sent.status).toBe(303);
		const again = sent.headers.get('location')!;
		expect(again).toBe('/login/again?to=%2Fadmin%2Fpeople&lost');
		expect(await (await admin.get('/admin/people', html)).text()).not.toContain('anew');
		expect(await (await admin.get(again, html)).text()).toContain('没有保存');

		const at = '/login/again?/password&to=%2Fadmin%2Fpeople';
		expect((await admin.post(at, { password: 'wrong' })).status).toBe(401);
		const signedIn = await admin.post(at, { password });
		expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/admin/people']);
		expect(admin.cookies.get('session')).not.toBe(oldSecret);
		expect((await admin.post('/admin/people?/add', person)).status).toBe(200);
		expect(await (await admin.get('/admin/people', html)).text()).toContain('anew');

		// the session from before is worth nothing any more
		const thief = visitor();
		thief.cookies.set('session', oldSecret);
		expect((await thief.get('/admin/people', html)).status).toBe(303);
	});
});

describe('a telephone number that was typed in', () => {
	const canary = '13912348765';

	it('stands in no file of the house, and on no page but the one that opens it', async () => {
		const guest = visitor();
		const { code } = await (
			await guest.put(`/api/reports/${newKey()}`, soundReport({ contact: { phone: canary } }))
		).json();
		const resident = visitor();
		const asked = await resident.post('/login?/ask', { phone: canary });
		const sent = /验证码是 <strong[^>]*>(\d{6})/.exec(await asked.text())![1]!;
		expect((await resident.post('/login?/code', { phone: canary, code: sent })).status).toBe(303);

		const moderator = await visitor().signIn('moderator');
		const path = `/admin/reports/${code}`;
		const unwritten = await moderator.post(`${path}?/contact`, { reason: 'ask_place', words: '' });
		expect([code, unwritten.status]).toEqual([expect.stringMatching(/^\w{4}-\w{4}$/), 400]);
		const opened = await moderator.post(`${path}?/contact`, {
			reason: 'ask_place',
			words: '哪个门'
		});
		expect(opened.headers.get('cache-control')).toContain('no-store');
		expect(await opened.text()).toContain(canary);
		expect(await (await moderator.get(path, html)).text()).not.toContain(canary);
		const audit = await visitor().signIn('audit');
		const log = await (await audit.get('/admin/audit?action=personal', html)).text();
		expect(log).toContain('哪个门');
		expect(log).not.toContain(canary);

		for (const name of filesIn(server.dir)) {
			expect(readFileSync(name).includes(canary), name).toBe(false);
		}
		expect(server.output()).not.toContain(canary);
	});

	const filesIn = (folder: string): string[] =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.map((name) => join(folder, name))
			.filter((name) => statSync(name).isFile());
});

describe('the audit as a table', () => {
	it('is sent whole to the audit administrator, and to nobody else', async () => {
		const audit = await visitor().signIn('audit');
		const sent = await audit.post('/admin/audit/export', { action: 'sign_in' });
		expect(sent.status).toBe(200);
		expect(sent.headers.get('content-disposition')).toMatch(/attachment; filename="audit-/);
		const text = await sent.text();
		expect(text.split('\r\n').length).toBeGreaterThan(2);
		expect(text).toContain('"登录"');
		expect(text).not.toContain('"添加账号"');
		for (const name of ['admin', 'security', 'moderator']) {
			const other = await visitor().signIn(name);
			expect((await other.post('/admin/audit/export', {})).status, name).toBe(403);
		}
	});
});

describe('how long things are kept', () => {
	it('is read by everyone, as the security administrator chose it', async () => {
		const told = async () => (await visitor().get('/about', html)).text();
		expect(await told()).toContain('公益广告点位的检查照片：检查以后 365 天');
		const security = await visitor().signIn('security');
		const chosen = await security.post('/admin/retention?/choose', {
			name: 'site_photos',
			value: '90'
		});
		expect(chosen.status).toBe(200);
		expect(await told()).toContain('公益广告点位的检查照片：检查以后 90 天');
	});
});

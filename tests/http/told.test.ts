import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, type Client } from '../support/client';
import { noticeHook, pushService } from '../support/outside';
import { road } from '../support/road';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

const phone = '13900004321';
let server: TestServer;
let hook: Awaited<ReturnType<typeof noticeHook>>;
let service: Awaited<ReturnType<typeof pushService>>;
/** Signed in by telephone. */
let resident: Client;

beforeAll(async () => {
	hook = await noticeHook();
	service = await pushService();
	server = await startServer({
		seed: (dir) => prepareTown(dir),
		env: { NOTICE_HOOK_URL: hook.url, PUSH_HOSTS: '127.0.0.1', LOG_LEVEL: 'debug' }
	});
	resident = await byPhone(phone);
});
afterAll(async () => {
	await server?.stop();
	await hook?.close();
	await service?.close();
});

const visitor = () => client(server.origin);

async function byPhone(number: string): Promise<Client> {
	const person = visitor();
	const asked = await (await person.post('/login?/ask', { phone: number })).text();
	const code = /\b(\d{6})\b/.exec(asked.replaceAll(number, ''))?.[1] ?? '';
	const entered = await person.post('/login?/code', { phone: number, code });
	if (entered.status !== 303) throw new Error(`${number} could not sign in: ${entered.status}`);
	return person;
}

const subscribe = (who: Client, address: unknown) => who.put('/api/push', address);
const unsubscribe = (who: Client, address: unknown) =>
	fetch(`${server.origin}/api/push`, {
		method: 'DELETE',
		body: JSON.stringify(address),
		headers: {
			'content-type': 'application/json',
			cookie: [...who.cookies].map((pair) => pair.join('=')).join('; ')
		}
	});
const settings = async (who: Client) =>
	(await who.get('/me/settings', { accept: 'text/html' })).text();

/** A browser that takes pushes, and another one of the same account that does not. */
async function withPushes(name: string) {
	const [person, elsewhere] = [await visitor().signIn(name), await visitor().signIn(name)];
	await subscribe(person, service.browser());
	return { person, elsewhere };
}
/** What is left on a browser when the session is over. */
const lapse = (who: Client) => who.cookies.delete('session');

describe('a browser that asks for pushes', () => {
	it('must belong to someone who is signed in', async () => {
		expect((await subscribe(visitor(), service.browser())).status).toBe(401);
		expect((await unsubscribe(visitor(), service.browser())).status).toBe(401);
	});

	it.each([
		['a foreign host', 'https://evil.example/push'],
		['no https', 'http://fcm.googleapis.com/fcm/send/a'],
		['the inner net', 'http://10.0.0.1/a'],
		['the site itself', 'https://127.0.0.1.evil.example/a']
	])('with %s is refused in a sentence', async (_, endpoint) => {
		const answer = await subscribe(resident, { ...service.browser(), endpoint });
		expect(answer.status).toBe(400);
		expect((await answer.json()).message).toContain('站内消息总是能看到');
	});

	it('with keys that are none is refused', async () => {
		const { endpoint, keys } = service.browser();
		for (const wrong of [{ ...keys, auth: 'a' }, { ...keys, p256dh: 'B' }, undefined]) {
			expect((await subscribe(resident, { endpoint, keys: wrong })).status).toBe(400);
		}
	});

	it('is not taken away by someone else, and not ended by them', async () => {
		const browser = service.browser();
		expect((await subscribe(resident, browser)).status).toBe(200);
		const stranger = await visitor().signIn('resident');
		const claimed = { endpoint: browser.endpoint, keys: service.browser().keys };
		expect((await subscribe(stranger, claimed)).status).toBe(409);
		await unsubscribe(stranger, browser);
		expect(await settings(resident)).toContain('共 1 台设备打开了推送');
		await unsubscribe(resident, browser);
		expect(await settings(resident)).not.toContain('台设备打开了推送');
	});

	it('gets nothing more once its owner signed out there', async () => {
		const person = await visitor().signIn('checker');
		await subscribe(person, service.browser());
		const elsewhere = await visitor().signIn('checker');
		expect(await settings(elsewhere)).toContain('共 1 台设备打开了推送');
		await person.post('/logout', {});
		expect(await settings(elsewhere)).not.toContain('台设备打开了推送');
	});

	it('gets nothing more once its owner signed out there after the session had lapsed', async () => {
		const { person, elsewhere } = await withPushes('checker');
		lapse(person);
		await person.post('/logout', {});
		expect(await settings(elsewhere)).not.toContain('台设备打开了推送');
	});

	it('gets nothing more of its last owner once someone else signed in there', async () => {
		const { person, elsewhere } = await withPushes('checker');
		lapse(person);
		await person.signIn('unit');
		expect(await settings(elsewhere)).not.toContain('台设备打开了推送');
	});

	it('goes on when its owner signs in there again', async () => {
		const { person, elsewhere } = await withPushes('checker');
		lapse(person);
		await person.signIn('checker');
		expect(await settings(elsewhere)).toContain('共 1 台设备打开了推送');
		await person.post('/logout', {});
		expect(await settings(elsewhere)).not.toContain('台设备打开了推送');
	});

	it('is not ended by one who guesses its number', async () => {
		const { person, elsewhere } = await withPushes('checker');
		const [number = ''] = person.cookies.get('browser')!.split('.');
		for (const guessed of [number, `${number}.${'0'.repeat(64)}`]) {
			const stranger = visitor();
			stranger.cookies.set('browser', guessed);
			await stranger.post('/logout', {});
		}
		expect(await settings(elsewhere)).toContain('共 1 台设备打开了推送');
		await person.post('/logout', {});
	});

	it('is told apart from the others of its owner', async () => {
		const { person, elsewhere } = await withPushes('checker');
		expect(await settings(person)).toMatch(/thisBrowser:\s*true/);
		expect(await settings(elsewhere)).toMatch(/thisBrowser:\s*false/);
		// the cookie stayed from another account, which the new one has not taken over
		elsewhere.cookies.set('browser', (await withPushes('unit')).person.cookies.get('browser')!);
		expect(await settings(elsewhere)).toMatch(/thisBrowser:\s*false/);
		await person.post('/logout', {});
	});

	it.each(['end', 'endOthers'])('gets nothing more after %s on another one', async (action) => {
		const { person, elsewhere } = await withPushes('checker');
		await subscribe(elsewhere, service.browser());
		expect(await settings(elsewhere)).toContain('共 2 台设备打开了推送');
		const page = await (await elsewhere.get('/me/security', { accept: 'text/html' })).text();
		const id = /name="id" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '';
		const ended = await elsewhere.post(`/me/security?/${action}`, action === 'end' ? { id } : {});
		expect(await ended.text()).toContain('，其他设备的推送也已关闭');
		const left = await settings(elsewhere);
		expect(left).toContain('共 1 台设备打开了推送');
		expect(left).toMatch(/thisBrowser:\s*true/);
		const again = await elsewhere.post('/me/security?/endOthers', {});
		expect(await again.text()).not.toContain('推送也已关闭');
		await elsewhere.post('/logout', {});
		await person.post('/logout', {});
	});
});

describe('a step of one’s report', () => {
	it('reaches browser and telephone, and the telephone stands nowhere', async () => {
		const never = { message: 'on', quietFrom: '00:00', quietTo: '00:00' };
		const saved = await resident.post('/me/settings?/notices', never);
		expect(await saved.text()).toContain('提醒方式已保存');
		await subscribe(resident, service.browser());
		const code = await road(server.origin).reported(resident);

		const title = '已收到您的上报';
		await expect.poll(() => hook.calls.length, { timeout: 10_000 }).toBe(1);
		expect(hook.calls[0]).toMatchObject({ kind: 'notice', phone, title });
		expect(hook.calls[0]!.url).toMatch(new RegExp(`/reports/${code}$`));
		await expect.poll(() => service.pushed.length, { timeout: 10_000 }).toBe(1);
		const payload = service.pushed[0]!.payload as Record<string, string>;
		expect(Object.keys(payload)).toEqual(['title', 'href']);
		expect(payload.title).toBe(title);

		// a lock screen's link marks the letter read and leads to the report
		const opened = await resident.get(payload.href!, { accept: 'text/html' });
		expect(opened.headers.get('location')).toBe(`/reports/${code}`);
		await expect
			.poll(async () => (await settings(resident)).match(/已发送，/g)?.length, { timeout: 10_000 })
			.toBe(2);

		expect(server.output()).toContain('"job":"send"');
		expect(server.output()).not.toContain(phone);
		const files = readdirSync(server.dir, { recursive: true, encoding: 'utf8' });
		expect(files).toContain('tongxing.db');
		for (const file of files.map((name) => join(server.dir, name))) {
			if (existsSync(file) && /\.(db|db-wal|json)$/.test(file)) {
				expect(readFileSync(file).includes(phone), file).toBe(false);
			}
		}
	});

	it('is opened by its owner alone', async () => {
		const { payload } = service.pushed[0]!;
		const { href } = payload as { href: string };
		const stranger = await visitor().signIn('resident');
		expect((await stranger.get(href, { accept: 'text/html' })).status).toBe(404);
		const guest = await visitor().get(href, { accept: 'text/html' });
		expect(guest.headers.get('location')).toBe(`/login?to=${encodeURIComponent(href)}`);
	});
});

describe('the page of settings', () => {
	it('offers a guest the size of the text, and the rest after signing in', async () => {
		const shown = await settings(visitor());
		expect(shown).toContain('特大字');
		expect(shown).toContain('/login?to=/me/settings');
		expect(shown).not.toContain('免打扰');
		expect(
			(await visitor().post('/me/settings?/watch', { grid: '', group: 'traffic' })).status
		).toBe(401);
	});

	it('says why a message cannot reach an account without a telephone', async () => {
		const person = await visitor().signIn('resident');
		expect(await settings(person)).toContain('这个账号没有手机号');
		const fields = { message: 'on', quietFrom: '22:00', quietTo: '07:00' };
		expect((await person.post('/me/settings?/notices', fields)).status).toBe(409);
		const wrong = await person.post('/me/settings?/notices', { ...fields, quietTo: '25:00' });
		expect(wrong.status).toBe(400);
		expect(await wrong.text()).toContain('时间写成 22:00 这样');
	});

	it('follows and lets go', async () => {
		const person = await visitor().signIn('resident');
		const none = await person.post('/me/settings?/watch', { grid: '', group: '' });
		expect(await none.text()).toContain('请选一个网格或一个大类');
		const added = await person.post('/me/settings?/watch', { grid: '', group: 'traffic' });
		const page = await added.text();
		expect(page).toContain('全部网格 · 交通秩序');
		const id = /name="id" value="(\d+)"/.exec(page)?.[1] ?? '';
		const removed = await person.post('/me/settings?/unwatch', { id });
		expect(await removed.text()).toContain('还没有关注');
	});
});

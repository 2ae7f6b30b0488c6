import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, newKey, soundReport, type Client } from '../support/client';
import { jpegPhoto } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;
let moderator: Client;

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir) });
	moderator = await client(server.origin).signIn('moderator');
});
afterAll(() => server?.stop());

const caseAt = (code: string) => `/admin/reports/${code}`;
const html = { accept: 'text/html' };

/** A report with its photo, as a guest sends it; with the key of the photo. */
async function reported(more: Record<string, unknown> = {}) {
	const guest = client(server.origin);
	const key = newKey();
	const { code } = await (await guest.put(`/api/reports/${key}`, soundReport(more))).json();
	await guest.put(`/api/reports/${key}/photos/0`, new Uint8Array(await jpegPhoto()));
	const page = await (await moderator.get(caseAt(code), html)).text();
	const photo = /\/photos\/([\w-]+)\/original/.exec(page)?.[1] ?? '';
	return { code: String(code), photo };
}

const accept = (code: string) =>
	moderator.post(`${caseAt(code)}?/accept`, {
		from: 'accept',
		category: 'sanitation.exposed_garbage'
	});
const decide = (code: string, fields: Record<string, string>) =>
	moderator.post(`${caseAt(code)}?/photo`, fields);
const release = (code: string) =>
	moderator.post(`${caseAt(code)}?/release`, { from: 'release', description: '路边有垃圾' });
const publicPhoto = (photo: string) =>
	client(server.origin).get(`/photos/${photo}/public`, { accept: 'image/jpeg' });

describe('the queue', () => {
	it('lists a new report with its photo blurred', async () => {
		const { code, photo } = await reported();
		const page = await (await moderator.get('/admin?queue=intake', html)).text();
		expect(page).toContain(code);
		const line = page.slice(page.lastIndexOf('<li', page.indexOf(photo)), page.indexOf(photo));
		expect(line).toMatch(/class="thumb[^"]*blurred/);
	});

	it('moves a report to the next tab when it is taken in', async () => {
		const { code } = await reported();
		await accept(code);
		expect(await (await moderator.get('/admin?queue=intake', html)).text()).not.toContain(code);
		expect(await (await moderator.get('/admin?queue=dispatch', html)).text()).toContain(code);
	});

	it('finds a report by a code as people type it', async () => {
		const { code } = await reported();
		const typed = code.toLowerCase().replace('-', ' ');
		const answer = await moderator.post('/admin?/find', { code: typed });
		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toBe(caseAt(code));
	});

	it.each([
		['abc', 400, '编号是 8 位'],
		['ZZZZ-ZZZZ', 404, '没有这个编号的上报']
	])('says what is wrong with %s', async (code, status, message) => {
		const answer = await moderator.post('/admin?/find', { code });
		expect(answer.status).toBe(status);
		expect(await answer.text()).toContain(message);
	});
});

describe('what a search finds', () => {
	it('is handled in bulk through the same preview, by moderators', async () => {
		const { code } = await reported({ description: '喷泉边的长椅断了一根木条' });
		await reported();
		const found = '/admin/search?q=喷泉边';
		const [, href = ''] =
			/href="([^"]+)"[^>]*>\s*批量处理这些/.exec(await (await moderator.get(found, html)).text()) ??
			[];
		const chosen = await (await moderator.get(href, html)).text();
		expect(chosen).toContain('选中的 1 件');
		expect(chosen).toContain(code);
		const preview = await (
			await moderator.get(`/admin/bulk?code=${code}&action=ask_verify`, html)
		).text();
		expect(preview).toContain('办理这 1 件');
		const supervisor = await client(server.origin).signIn('supervisor');
		expect(await (await supervisor.get(found, html)).text()).not.toContain('批量处理');
		expect((await supervisor.get(href, html)).status).toBe(403);
	});
});

describe('a report at the desk', () => {
	it('names nobody: neither phone nor account nor the key of its reporter', async () => {
		const key = newKey();
		const guest = client(server.origin);
		const sent = soundReport({ photos: 1, contact: { phone: '13900000000' } });
		const { code } = await (await guest.put(`/api/reports/${key}`, sent)).json();
		const page = await (await moderator.get(caseAt(code), html)).text();
		expect(page).toContain('上报人（身份已封存）');
		expect(page).not.toContain('13900000000');
		expect(page).not.toContain(key);
	});

	it('is taken in, and dispatched on the same page to the unit that answers for it', async () => {
		const { code } = await reported();
		const taken = await (await accept(code)).text();
		expect(taken).toContain('已受理立案');
		const [, unitId = ''] = /<option value="(\d+)" selected[^>]*>[^<]*（建议）/.exec(taken) ?? [];
		const sent = await moderator.post(`${caseAt(code)}?/dispatch`, {
			from: 'dispatch',
			unitId,
			basis: 'law',
			document: '',
			note: ''
		});
		expect(sent.status).toBe(200);
		expect(await sent.text()).toContain('已派遣，单位已收到通知');
		const urged = await moderator.post(`${caseAt(code)}?/urge`, { from: 'urge' });
		expect(await urged.text()).toContain('已催办');
	});

	it('is refused to the second of two moderators, who is offered to refresh', async () => {
		const { code } = await reported();
		await accept(code);
		const second = await accept(code);
		expect(second.status).toBe(409);
		expect(await second.text()).toContain('刷新，看现在的状态');
	});

	it.each([
		['reject', {}, '请选择理由'],
		['merge', { target: '1' }, '编号是 8 位'],
		['accept', { category: 'nothing' }, '请选择类别']
	])('is not changed by a bad form of %s', async (action, fields, message) => {
		const { code } = await reported();
		const sent = { from: action, ...fields } as Record<string, string>;
		const answer = await moderator.post(`${caseAt(code)}?/${action}`, sent);
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain(message);
		expect(await (await moderator.get('/admin?queue=intake', html)).text()).toContain(code);
	});

	it('offers a supervisor nothing that only a moderator may do', async () => {
		const { code } = await reported();
		const supervisor = await client(server.origin).signIn('supervisor');
		const page = await (await supervisor.get(caseAt(code), html)).text();
		expect(page).not.toContain('?/accept');
		expect(page).not.toContain('?/release');
		const answer = await supervisor.post(`${caseAt(code)}?/accept`, {
			from: 'accept',
			category: 'sanitation.exposed_garbage'
		});
		expect(answer.status).toBe(403);
	});
});

describe('releasing to the public', () => {
	it('waits until each photo was looked at', async () => {
		const { code, photo } = await reported();
		expect((await release(code)).status).toBe(409);
		await decide(code, { key: photo, how: 'withhold', masks: '' });
		expect((await release(code)).status).toBe(200);
		expect((await publicPhoto(photo)).status).toBe(404);
	});

	it('shows the public the masked picture and never the original', async () => {
		const { code, photo } = await reported();
		const masks = JSON.stringify([{ x: 0.1, y: 0.1, w: 0.5, h: 0.5 }]);
		expect((await decide(code, { key: photo, how: 'masked', masks })).status).toBe(200);
		await release(code);
		const shown = Buffer.from(await (await publicPhoto(photo)).arrayBuffer());
		const original = await moderator.get(`/photos/${photo}/original`, { accept: 'image/jpeg' });
		expect(shown.length).toBeGreaterThan(0);
		expect(shown.equals(Buffer.from(await original.arrayBuffer()))).toBe(false);
		expect((await client(server.origin).get(`/photos/${photo}/original`)).status).toBe(404);
	});

	it.each(['', '[]', 'no json', '[{"x":"a"}]', '[{"x":2,"y":2,"w":1,"h":1}]'])(
		'refuses "masked" with the masks %j rather than show it as it is',
		async (masks) => {
			const { code, photo } = await reported();
			expect((await decide(code, { key: photo, how: 'masked', masks })).status).toBe(400);
			expect((await release(code)).status, 'it counts as not looked at').toBe(409);
		}
	);

	it('is undone by taking it back', async () => {
		const { code, photo } = await reported();
		await decide(code, { key: photo, how: 'as_is', masks: '' });
		await release(code);
		expect((await publicPhoto(photo)).status).toBe(200);
		await moderator.post(`${caseAt(code)}?/withdraw`, { from: 'release' });
		expect((await publicPhoto(photo)).status).toBe(404);
		expect((await client(server.origin).get(`/reports/${code}`, html)).status).toBe(404);
	});
});

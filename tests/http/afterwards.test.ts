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

const html = { accept: 'text/html' };
const stranger = () => client(server.origin);
const caseAt = (code: string) => `/admin/reports/${code}`;

/** A report with one photo, as a guest sends it. */
async function reported(more: Record<string, unknown> = {}) {
	const guest = client(server.origin);
	const key = newKey();
	const { code } = await (await guest.put(`/api/reports/${key}`, soundReport(more))).json();
	const bytes = new Uint8Array(await jpegPhoto());
	await guest.put(`/api/reports/${key}/photos/0`, bytes);
	const page = await (await guest.get(`/reports/${code}`, html)).text();
	const photo = /\/photos\/([\w-]+)\/original/.exec(page)?.[1] ?? '';
	return { guest, key, code: String(code), photo, bytes, page: `/reports/${code}` };
}

async function published(more: Record<string, unknown> = {}) {
	const sent = await reported(more);
	await moderator.post(`${caseAt(sent.code)}?/photo`, { key: sent.photo, how: 'as_is' });
	await moderator.post(`${caseAt(sent.code)}?/release`, { description: '路边有垃圾' });
	return sent;
}

const mend = (who: Client, page: string, fields: Record<string, string>) =>
	who.post(`${page}?/mend`, { from: 'mend', address: '', ...fields });

describe('mending', () => {
	it('is for the device that holds the claim, and shows the desk the new words', async () => {
		const { guest, code, page } = await reported();
		const answer = await mend(guest, page, { description: '在南门', address: '南门外' });
		expect(answer.status).toBe(200);
		expect(await answer.text()).toContain('已保存修改');
		const desk = await (await moderator.get(caseAt(code), html)).text();
		expect(desk).toContain('在南门');
		expect(desk).toContain('修改说明');
		expect(desk).not.toContain('路边一堆垃圾');
	});

	it('says 404 to others before the release, 403 after it, and 409 to the reporter then', async () => {
		const { guest, page, code, photo } = await reported();
		const fields = { description: '别人写的' };
		expect((await mend(stranger(), page, fields)).status).toBe(404);
		await moderator.post(`${caseAt(code)}?/photo`, { key: photo, how: 'as_is' });
		await moderator.post(`${caseAt(code)}?/release`, { description: '有垃圾' });
		expect((await mend(stranger(), page, fields)).status).toBe(403);
		expect((await mend(guest, page, fields)).status).toBe(409);
	});

	it('refuses what is too long and keeps it in the form', async () => {
		const { guest, page } = await reported();
		const answer = await mend(guest, page, { description: '长'.repeat(501) });
		expect(answer.status).toBe(400);
		const text = await answer.text();
		expect(text).toContain('说明最多 500 个字');
		expect(text).toContain('长'.repeat(501));
	});

	it('refuses the moderator who publishes words that were mended meanwhile', async () => {
		const { guest, code, page, photo } = await reported();
		await moderator.post(`${caseAt(code)}?/photo`, { key: photo, how: 'withhold' });
		const desk = await (await moderator.get(caseAt(code), html)).text();
		const seen = /name="seen" value="(\d+)"/.exec(desk)![1]!;
		await mend(guest, page, { description: '改好的话' });
		const old = { description: '路边一堆垃圾', seen };
		const answer = await moderator.post(`${caseAt(code)}?/release`, old);
		expect(answer.status).toBe(409);
		expect(await answer.text()).toContain('上报人刚刚修改了说明');
		expect((await stranger().get(page, html)).status).toBe(404);
	});
});

describe('taking a photo back', () => {
	const withdraw = (who: Client, page: string, key: string) =>
		who.post(`${page}?/withdraw`, { from: 'withdraw', key });

	it('ends its address for everyone, and a late repeat of the upload does not bring it back', async () => {
		const { guest, key, page, photo, bytes } = await reported();
		expect((await withdraw(stranger(), page, photo)).status).toBe(404);
		expect((await withdraw(guest, page, photo)).status).toBe(200);
		for (const who of [guest, moderator, stranger()]) {
			expect((await who.get(`/photos/${photo}/original`)).status).toBe(404);
		}
		const again = await guest.put(`/api/reports/${key}/photos/0`, bytes);
		expect(again.status).toBe(200);
		expect((await guest.get(`/photos/${photo}/original`)).status).toBe(404);
		expect(await (await guest.get(page, html)).text()).not.toContain('/photos/');
		const other = new Uint8Array(await jpegPhoto(640, 480, 5));
		expect((await guest.put(`/api/reports/${key}/photos/0`, other)).status).toBe(409);
	});

	it('answers the moderator who has the page open with a clear conflict', async () => {
		const { guest, code, page, photo } = await reported();
		await withdraw(guest, page, photo);
		for (const how of ['as_is', 'withhold']) {
			const answer = await moderator.post(`${caseAt(code)}?/photo`, { key: photo, how });
			expect(answer.status).toBe(409);
			expect(await answer.text()).toContain('上报人刚刚撤回了这张照片');
		}
		expect(await (await moderator.get(caseAt(code), html)).text()).toContain(
			'上报人撤回了 1 张照片'
		);
	});

	it('comes too late once it was decided on', async () => {
		const { guest, page, photo } = await published();
		expect((await withdraw(guest, page, photo)).status).toBe(409);
		expect((await withdraw(stranger(), page, photo)).status).toBe(403);
		expect((await withdraw(guest, page, 'no-such-photo-at-all')).status).toBe(404);
		expect((await withdraw(guest, page, '../x')).status).toBe(400);
	});
});

describe('name and telephone', () => {
	it('are erased by the reporter alone, also by the claim link on another phone', async () => {
		const contact = { phone: '13900004321' };
		const { guest, page } = await published({ contact });
		const own = await (await guest.get(page, html)).text();
		expect(own).toContain('删除我的姓名和电话');
		const link = /value="(http[^"]*claim=[^"]*)"/.exec(own)![1]!;
		expect((await stranger().post(`${page}?/erase`, { from: 'erase' })).status).toBe(403);
		expect(await (await stranger().get(page, html)).text()).not.toContain('删除我的姓名和电话');

		const other = client(server.origin);
		await other.get(link.slice(server.origin.length));
		const erased = await other.post(`${page}?/erase`, { from: 'erase' });
		expect(erased.status).toBe(200);
		const after = await erased.text();
		expect(after).toContain('系统里没有您的姓名和电话');
		expect(after).not.toContain('确认删除');
	});

	it('of an account: the report leaves it, and this device follows it by link', async () => {
		const resident = await client(server.origin).signIn('resident');
		const key = newKey();
		const { code } = await (await resident.put(`/api/reports/${key}`, soundReport())).json();
		const page = `/reports/${code}`;
		expect((await stranger().post(`${page}?/detach`, {})).status).toBe(404);
		const answer = await resident.post(`${page}?/detach`, { from: 'detach' });
		expect(answer.status).toBe(200);
		const text = await answer.text();
		expect(text).toContain('已与账号脱离');
		const link = /value="(http[^"]*claim=[^"]*)"/.exec(text)![1]!;
		await resident.post('/logout', {});
		expect((await resident.get(page, html)).status, 'by the cookie').toBe(200);
		const again = await client(server.origin).signIn('resident');
		expect((await again.get(page, html)).status, 'by the account').toBe(404);
		await again.get(link.slice(server.origin.length));
		expect((await again.get(page, html)).status, 'by the link').toBe(200);
	});
});

describe('a take-down request', () => {
	const ask = (page: string, fields: Record<string, string> = {}, who = stranger()) =>
		who.post(`${page}?/takedown`, {
			from: 'takedown',
			reason: 'depicted',
			words: '照片里有我的车',
			contact: '',
			...fields
		});
	const desk = async () => (await moderator.get('/admin/takedowns', html)).text();
	const idOf = (text: string, code: string) =>
		/id="takedown-(\d+)"/.exec(
			text.slice(text.lastIndexOf('<article', text.indexOf(`/admin/reports/${code}`)))
		)![1]!;

	it('is offered on public pages alone', async () => {
		const { guest, page } = await reported();
		expect(await (await guest.get(page, html)).text()).not.toContain('请求撤下</summary>');
		expect((await ask(page)).status).toBe(404);
		expect((await ask(page, {}, guest)).status).toBe(409);
	});

	it.each<[string, Record<string, string>, string]>([
		['no reason', { reason: '' }, '请选择理由'],
		['no words', { words: '' }, '请填写具体情况'],
		['too many words', { words: '长'.repeat(301) }, '具体情况最多 300 个字'],
		['a contact that is none', { contact: '我的邻居' }, '请填写手机号或邮箱']
	])('with %s is sent back with what was typed', async (_, fields, message) => {
		const { page } = await published();
		const answer = await ask(page, fields);
		expect(answer.status).toBe(400);
		const text = await answer.text();
		expect(text).toContain(message);
		if (!('words' in fields)) expect(text).toContain('照片里有我的车');
	});

	it('says until when it is answered, reaches the desk, and ends in one answer', async () => {
		const { code, page } = await published();
		const asked = await (await ask(page, { contact: '139 0000 8765' })).text();
		expect(asked).toMatch(/已收到您的请求，最晚 \d+月\d+日 \d\d:\d\d 答复/);

		const list = await desk();
		expect(list).toContain('照片里有我的车');
		expect(list).not.toContain('139 0000 8765');
		const id = idOf(list, code);
		const opened = await moderator.post('/admin/takedowns?/contact', { id, from: `contact-${id}` });
		expect(await opened.text()).toContain('139 0000 8765');
		expect(await desk(), 'only when it was asked for').not.toContain('139 0000 8765');

		const decision = { id, from: `decide-${id}`, outcome: 'taken_down' };
		expect(
			(await moderator.post('/admin/takedowns?/decide', { ...decision, answer: '' })).status
		).toBe(400);
		const answer = { ...decision, answer: '车牌没有遮住' };
		expect((await moderator.post('/admin/takedowns?/decide', answer)).status).toBe(200);
		expect((await moderator.post('/admin/takedowns?/decide', answer)).status).toBe(409);
		expect((await stranger().get(page, html)).status).toBe(404);
		expect(await desk()).toContain('已撤下');
	});

	it('is seen by a supervisor, who decides nothing, and by no other staff', async () => {
		const { page, code } = await published();
		await ask(page, { contact: '13900008765' });
		const id = idOf(await desk(), code);
		const supervisor = await client(server.origin).signIn('supervisor');
		const list = await (await supervisor.get('/admin/takedowns', html)).text();
		expect(list).toContain(code);
		expect(list).not.toContain('查看联系方式');
		const decision = { id, outcome: 'taken_down', answer: '…' };
		expect((await supervisor.post('/admin/takedowns?/decide', decision)).status).toBe(403);
		expect((await supervisor.post('/admin/takedowns?/contact', { id })).status).toBe(403);
		const administrator = await client(server.origin).signIn('admin');
		expect((await administrator.get('/admin/takedowns', html)).status).toBe(403);
		expect((await stranger().get('/admin/takedowns', html)).status).toBe(303);
	});

	it('too often from one address is slowed down, and told how long to wait', async () => {
		const { page } = await published();
		let answer = await ask(page);
		for (let n = 0; n < 12 && answer.status !== 429; n++) answer = await ask(page);
		expect(answer.status).toBe(429);
		expect(await answer.text()).toMatch(/请 \d+ 分钟后再试/);
	});
});

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, type Client } from '../support/client';
import { photo } from '../support/office';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';
import { device, phoneVideo, place } from '../support/videos';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const film = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
const mp4 = phoneVideo(film);

let server: TestServer;
let editor: Client;
let office: Client;
let slug: string;

beforeAll(async () => {
	server = await startServer({ seed: prepareTown });
	editor = await client(server.origin).signIn('editor');
	office = await client(server.origin).signIn('moderator');
	slug = await written();
}, 60_000);
afterAll(() => server?.stop());

const words = {
	title: '礼让斑马线',
	themeId: '6',
	summary: '停一停，让一让',
	body: '**慢一点**<script>alert(1)</script>',
	pictureAlt: '一辆车停在斑马线前',
	fromDay: today,
	untilDay: today
};

async function written(more: Partial<typeof words> = {}): Promise<string> {
	const made = await editor.post('/admin/posters/new?/save', { ...words, ...more });
	return made.headers.get('location')!.split('/').at(-1)!;
}
const upload = (what: string, field: string, file: Blob) =>
	editor.post(`/admin/posters/${slug}/media?/${what}`, { [field]: file });
const step = (who: Client, action: string) =>
	who.post(`/admin/posters/${slug}?/step`, { action, note: '' });
const video = (headers: Record<string, string> = {}) =>
	fetch(`${server.origin}/posters/${slug}/video`, { headers });

describe('a poster with a video', () => {
	it('is made through its forms, and seen by nobody before a second look', async () => {
		expect((await upload('picture', 'photos', await photo(3))).status).toBe(303);
		expect((await upload('video', 'video', new Blob([mp4]))).status).toBe(303);
		const captions = new Blob(['WEBVTT\n\n00:00.000 --> 00:02.000\n请让行人先走\n']);
		expect((await upload('captions', 'captions', captions)).status).toBe(303);
		expect((await step(editor, 'submit')).status).toBe(200);
		expect((await step(editor, 'approve')).status).toBe(409);
		for (const part of ['', '/video', '/picture', '/captions.vtt', '/share.jpg', '/print']) {
			expect((await fetch(`${server.origin}/posters/${slug}${part}`)).status, part).toBe(404);
		}
		expect((await editor.get(`/posters/${slug}/video`)).status).toBe(200);
		expect((await step(office, 'approve')).status).toBe(200);
		const page = await (await fetch(`${server.origin}/posters/${slug}`)).text();
		expect(page).toContain('<strong>慢一点</strong>');
		expect(page).not.toContain('alert(1)');
	});

	it('is handed out whole, in part, and not beyond its end', async () => {
		const whole = await video();
		expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/mp4']);
		expect(whole.headers.get('accept-ranges')).toBe('bytes');
		expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
		const bytes = Buffer.from(await whole.arrayBuffer());
		expect(bytes).toHaveLength(mp4.length);
		expect(bytes.includes(film)).toBe(true);
		expect([bytes.includes(place), bytes.includes(device)]).toEqual([false, false]);

		const part = await video({ range: 'bytes=1000-1999' });
		expect([part.status, part.headers.get('content-range')]).toEqual([
			206,
			`bytes 1000-1999/${mp4.length}`
		]);
		expect(Buffer.from(await part.arrayBuffer()).equals(mp4.subarray(1000, 2000))).toBe(true);

		const beyond = await video({ range: `bytes=${mp4.length}-` });
		expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
			416,
			`bytes */${mp4.length}`
		]);
		const changed = await video({ range: 'bytes=0-9', 'if-range': '"another"' });
		expect(changed.status).toBe(200);
		await changed.body?.cancel();
	});

	it('has captions, a picture, and one to pass on', async () => {
		const get = (part: string) => fetch(`${server.origin}/posters/${slug}/${part}`);
		expect(await (await get('captions.vtt')).text()).toContain('请让行人先走');
		expect((await get('picture?w=320')).headers.get('cache-control')).toBe('public, max-age=300');
		const share = await get('share.jpg');
		expect([share.status, share.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
		expect((await share.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
	});

	it('counts each reader once, and not the office', async () => {
		const read = (who: string, more: Record<string, string> = {}) =>
			fetch(`${server.origin}/posters/${slug}`, { headers: { 'user-agent': who, ...more } });
		await read('phone one');
		await read('phone one');
		await read('phone two');
		await read('some bot');
		await read('a phone that keeps it for later', { purpose: 'prefetch' });
		await read('a browser that guesses', { 'sec-purpose': 'prefetch;prerender' });
		await office.get(`/posters/${slug}`);
		const desk = await (await editor.get(`/admin/posters/${slug}`, { accept: 'text/html' })).text();
		// the reader of the first test, and two phones
		expect(desk).toContain('最近 30 天读了 3 次');
	});
});

describe('the list of posters', () => {
	const list = async (query = '') => {
		const answer = await fetch(`${server.origin}/posters${query}`);
		return { answer, text: await answer.text() };
	};

	it('says what was written as text, is each visitor’s own, and holds no draft', async () => {
		const hostile = '<b>停</b> & </script><script>alert(2)</script>';
		const shown = await written({ title: hostile.slice(0, 40), summary: hostile });
		const draft = await written({ title: '还没有人看过的话' });
		await editor.post(`/admin/posters/${shown}?/step`, { action: 'submit', note: '' });
		await office.post(`/admin/posters/${shown}?/step`, { action: 'approve', note: '' });
		const { answer, text } = await list();
		expect(answer.status).toBe(200);
		// the head of the page says who is signed in
		expect(answer.headers.get('cache-control')).toBe('private, no-cache');
		expect(text).toContain(`/posters/${shown}`);
		expect(text).toContain('&lt;b>停&lt;/b>');
		expect(text).not.toMatch(/<b>停|<script>alert/);
		expect(text).not.toContain(draft);
		expect(text).not.toContain('还没有人看过的话');
		const page = await (await fetch(`${server.origin}/posters/${shown}`)).text();
		expect(page).not.toMatch(/<b>停|<script>alert/);
	});

	it('leads from every poster that is broken in the street to the report of it', async () => {
		expect((await list()).text).toContain('/reports/new?category=cityscape.psa_defect');
	});

	it.each([
		['?theme=999999', '看看全部'],
		['?page=99', '没有更早的了'],
		['?theme=1%20OR%201', '礼让斑马线'],
		['?page=-1', '礼让斑马线']
	])('is a page with a next step at %s', async (query, words) => {
		const { answer, text } = await list(query);
		expect(answer.status).toBe(200);
		expect(text).toContain(words);
	});
});

describe('what is sent for a video', () => {
	it('of 200 MB is refused with a sentence before it is sent', async () => {
		const draft = await written();
		const cookie = [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
			const sending = request(
				`${server.origin}/admin/posters/${draft}/media?/video`,
				{
					method: 'POST',
					headers: {
						cookie,
						origin: server.origin,
						accept: 'text/html',
						'content-type': 'multipart/form-data; boundary=B',
						'content-length': String(200 * 1024 * 1024)
					}
				},
				async (response) => {
					let text = '';
					for await (const piece of response) text += String(piece);
					resolve({ status: response.statusCode ?? 0, text });
					sending.destroy();
				}
			);
			sending.on('error', reject);
			sending.write('--B\r\n');
		});
		expect(answer.status).toBe(413);
		expect(answer.text).toContain('内容太大，最多 50 MB');
	});

	it('and is none is refused beside the field, and changes nothing', async () => {
		const draft = await written();
		const answer = await editor.post(`/admin/posters/${draft}/media?/video`, {
			video: new Blob([Buffer.from(`<html>${'x'.repeat(200_000)}`)])
		});
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain('这不是 MP4 视频');
		expect((await editor.get(`/posters/${draft}/video`)).status).toBe(404);
	});
});

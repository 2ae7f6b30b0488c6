import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, newKey, soundReport, type Client } from '../support/client';
import { jpegPhoto, pngPhoto, webpPhoto } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;
let phone: Client;

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir), env: { LOG_LEVEL: 'info' } });
	phone = client(server.origin);
});
afterAll(() => server?.stop());

describe('a report sent through the API', () => {
	it('answers 201 with its code, address and claim, and the same again with 200', async () => {
		const key = newKey();
		const first = await phone.put(`/api/reports/${key}`, soundReport());
		expect(first.status).toBe(201);
		const reply = await first.json();
		expect(reply).toMatchObject({ key, state: 'submitted' });
		expect(reply.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
		expect(reply.url).toBe(`/reports/${reply.code}`);
		expect(reply.claim).toMatch(/^[\w-]{43}$/);

		const again = await phone.put(`/api/reports/${key}`, soundReport());
		expect(again.status).toBe(200);
		expect(await again.json()).toEqual(reply);
	});

	it('refuses other content under the same key', async () => {
		const key = newKey();
		await phone.put(`/api/reports/${key}`, soundReport());
		const other = await phone.put(`/api/reports/${key}`, soundReport({ description: '别的' }));
		expect(other.status).toBe(409);
		expect(await other.json()).toMatchObject({ reason: 'conflict' });
	});

	it('sent 20 times at once is one report with one reply', async () => {
		const key = newKey();
		const replies = await Promise.all(
			Array.from({ length: 20 }, () => phone.put(`/api/reports/${key}`, soundReport()))
		);
		expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
		expect(replies.filter(({ status }) => status === 200)).toHaveLength(19);
		const bodies = await Promise.all(replies.map((reply) => reply.text()));
		expect(new Set(bodies).size).toBe(1);
	});

	it('takes JPEG, PNG and WebP once each, tells a repeat from another picture', async () => {
		const key = newKey();
		await phone.put(`/api/reports/${key}`, soundReport({ photos: 3 }));
		const pictures = [await jpegPhoto(), await pngPhoto(), await webpPhoto()];
		for (const [n, picture] of pictures.entries()) {
			const sent = await phone.put(`/api/reports/${key}/photos/${n}`, new Uint8Array(picture));
			expect(sent.status).toBe(201);
			const again = await phone.put(`/api/reports/${key}/photos/${n}`, new Uint8Array(picture));
			expect(again.status).toBe(200);
		}
		const other = await phone.put(
			`/api/reports/${key}/photos/0`,
			new Uint8Array(await jpegPhoto(320, 240, 9))
		);
		expect(other.status).toBe(409);
	});

	it('is seen by its reporter alone until it is released', async () => {
		const key = newKey();
		const { code, claim } = await (await phone.put(`/api/reports/${key}`, soundReport())).json();
		expect((await phone.get(`/api/reports/${code}`)).status).toBe(200);

		const stranger = client(server.origin);
		expect((await stranger.get(`/api/reports/${code}`)).status).toBe(404);
		expect((await stranger.get(`/reports/${code}`)).status).toBe(404);

		const opened = await stranger.get(`/reports/${code}?claim=${claim}`);
		expect(opened.status).toBe(303);
		expect(opened.headers.get('location')).toBe(`/reports/${code}`);
		expect((await stranger.get(`/reports/${code}`)).status).toBe(200);
	});
});

describe('bad input', () => {
	const put = (body: unknown, key = newKey()) => phone.put(`/api/reports/${key}`, body);

	it.each([
		['no category', soundReport({ category: undefined }), 'category'],
		['an unknown category', soundReport({ category: 'sanitation.nothing' }), 'category'],
		['a category of the wrong type', soundReport({ category: 7 }), 'category'],
		['no latitude', soundReport({ lat: undefined }), 'lat'],
		['a latitude as text', soundReport({ lat: '35.58' }), 'lat'],
		['a latitude beyond the pole', soundReport({ lat: 91 }), 'lat'],
		['a longitude that is null', soundReport({ lng: null }), 'lng'],
		[
			'a description of 501 characters',
			soundReport({ description: '长'.repeat(501) }),
			'description'
		],
		['an address of 101 characters', soundReport({ address: '长'.repeat(101) }), 'address'],
		['no number of photos', soundReport({ photos: undefined }), 'photos'],
		['seven photos', soundReport({ photos: 7 }), 'photos'],
		['half a photo', soundReport({ photos: 1.5 }), 'photos'],
		['no photo where one is needed', soundReport({ photos: 0 }), 'photos'],
		['a time that is none', soundReport({ occurred_at: '昨天' }), 'occurred_at'],
		[
			'a time without its minutes of zone',
			soundReport({ occurred_at: '2026-01-01T00:00:00+08' }),
			'occurred_at'
		],
		['a time of long ago', soundReport({ occurred_at: '1999-01-01T00:00:00Z' }), 'occurred_at'],
		['a time to come', soundReport({ occurred_at: '2199-01-01T00:00:00Z' }), 'occurred_at'],
		['a phone that is none', soundReport({ contact: { phone: '110' } }), 'contact.phone'],
		['a field that is not ours', soundReport({ admin: true }), 'admin'],
		['a place 50 km away', soundReport({ lat: 36.1 }), 'place']
	])('%s is refused with 400 and the field to mend', async (_name, body, field) => {
		const answer = await put(body);
		expect(answer.status).toBe(400);
		const refusal = await answer.json();
		expect(refusal.reason).toBe('invalid');
		expect(refusal.message).toMatch(/[\u4e00-\u9fff]/);
		expect(Object.keys(refusal.fields)).toContain(field);
	});

	it.each([
		['broken JSON', '{"category":'],
		['an empty body', ''],
		['a list', '[]'],
		['null', 'null'],
		['a number', '7']
	])('%s is refused with 400', async (_name, body) => {
		const answer = await phone.put(`/api/reports/${newKey()}`, body, {
			'content-type': 'application/json'
		});
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ reason: 'invalid' });
	});

	it('a key that is no UUIDv7 is refused', async () => {
		for (const key of ['1', '0'.repeat(36), '018f0000-0000-4000-8000-000000000000']) {
			expect((await put(soundReport(), key)).status).toBe(400);
		}
	});

	it('a place within 5 km of the boundary is taken', async () => {
		const answer = await put(soundReport({ lat: 35.62 }));
		expect(answer.status).toBe(201);
	});

	it('a body above its limit is refused with 413 before it is read', async () => {
		const answer = await put(soundReport({ description: '长'.repeat(20_000) }));
		expect(answer.status).toBe(413);
		const key = newKey();
		await put(soundReport(), key);
		const photo = await phone.put(`/api/reports/${key}/photos/0`, new Uint8Array(9_000_000));
		expect(photo.status).toBe(413);
	});

	it('4-byte characters are kept and control characters dropped', async () => {
		const body = soundReport({ description: '脏\u0000乱\u0007差😀𠮷\u202e' });
		const { code } = await (await put(body)).json();
		const seen = await (await phone.get(`/api/reports/${code}`)).json();
		expect(seen.description).toBe('脏乱差😀𠮷');
	});

	it.each([
		['text', Buffer.from('not a picture')],
		['nothing', Buffer.alloc(0)],
		['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['half a JPEG', null]
	])('a photo that is %s is refused and the report waits on', async (_name, bytes) => {
		const key = newKey();
		await put(soundReport(), key);
		const sent = bytes ?? (await jpegPhoto()).subarray(0, 4000);
		const answer = await phone.put(`/api/reports/${key}/photos/0`, new Uint8Array(sent));
		expect(answer.status).toBe(400);
		expect((await answer.json()).message).toMatch(/照片|图片|格式/);
		const mended = await phone.put(
			`/api/reports/${key}/photos/0`,
			new Uint8Array(await jpegPhoto())
		);
		expect(mended.status).toBe(201);
	});

	it('a photo of a report that is not there, or beyond its number, is refused', async () => {
		const picture = new Uint8Array(await jpegPhoto());
		expect((await phone.put(`/api/reports/${newKey()}/photos/0`, picture)).status).toBe(404);
		const key = newKey();
		await put(soundReport(), key);
		expect((await phone.put(`/api/reports/${key}/photos/1`, picture)).status).toBe(400);
		expect((await phone.put(`/api/reports/${key}/photos/x`, picture)).status).toBe(400);
	});

	it('an unknown code answers 404 with what to do, as JSON and as a page', async () => {
		for (const code of ['ZZZZ-ZZZZ', 'hello', '%00', '7K3F-9QX']) {
			expect((await phone.get(`/api/reports/${code}`)).status).toBe(404);
			const page = await phone.get(`/reports/${code}`, { accept: 'text/html' });
			expect(page.status).toBe(404);
			expect(await page.text()).toContain('编号');
		}
	});

	it.each([
		['no box', '/api/map/reports?zoom=12'],
		['a box of words', '/api/map/reports?bbox=a,b,c,d&zoom=12'],
		['a box inside out', '/api/map/reports?bbox=119,35,118,36&zoom=12'],
		['no zoom', '/api/map/reports?bbox=118,35,119,36'],
		['an unknown group', '/api/map/reports?bbox=118,35,119,36&zoom=12&group=x']
	])('the map asked with %s answers 400', async (_name, path) => {
		const answer = await phone.get(path);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ reason: 'invalid' });
	});

	it.each([
		'/reports?step=9',
		'/reports?group=x',
		'/reports?after=1',
		'/reports?from=2026-99-99',
		'/reports?to=2026-02-31'
	])('%s answers 400 with a page that leads on', async (path) => {
		const answer = await phone.get(path, { accept: 'text/html' });
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain('回到首页');
	});
});

describe('what the log holds', () => {
	it('has paths and statuses, and nothing a visitor typed', async () => {
		const canary = '金丝雀七四一';
		const key = newKey();
		await phone.put(
			`/api/reports/${key}`,
			soundReport({ description: canary, contact: { phone: '13900007410' } })
		);
		await phone.get(`/reports?code=${encodeURIComponent(canary)}`);
		expect(server.output()).toContain('/api/reports/[key]');
		expect(server.output()).not.toContain(canary);
		expect(server.output()).not.toContain('13900007410');
		expect(server.output()).not.toContain(key);
	});
});

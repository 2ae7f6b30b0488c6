import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, type Client } from '../support/client';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;
let moderator: Client;

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir) });
	moderator = await client(server.origin).signIn('moderator');
});
afterAll(() => server?.stop());

const place = 'lat=35.5815&lng=118.836';
const garbage = 'category=sanitation.exposed_garbage';
const someone = () => client(server.origin);
const support = (by: Client, code: string, body: unknown = {}) =>
	by.post(`/reports/${code}?/support`, body as Record<string, string>);
const joinByApi = (by: Client, code: string, body: unknown = {}) => {
	const cookie = [...by.cookies].map((pair) => pair.join('=')).join('; ');
	return fetch(`${server.origin}/api/reports/${code}/support`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
		body: JSON.stringify(body)
	});
};

async function released(by: Client = someone(), more: Record<string, unknown> = {}) {
	const code = await road(server.origin).reported(by, more);
	const desk = await (await moderator.get(`/admin/reports/${code}`)).text();
	const key = /name="key" value="([\w-]+)"/.exec(desk)![1]!;
	await moderator.post(`/admin/reports/${code}?/photo`, { key, how: 'as_is' });
	await moderator.post(`/admin/reports/${code}?/release`, { description: '' });
	return code;
}

const countOf = async (code: string): Promise<number> =>
	(await (await someone().get(`/api/reports/${code}`)).json()).supportCount;

describe('what is asked of near by', () => {
	it.each([
		['no place', garbage],
		['half a place', `lat=35.58&${garbage}`],
		['words for a place', `lat=here&lng=there&${garbage}`],
		['an empty place', `lat=&lng=&${garbage}`],
		['a place beyond the pole', `lat=91&lng=118&${garbage}`],
		['a place twice round', `lat=35&lng=478&${garbage}`],
		['a number in disguise', `lat=1e1&lng=0x10&${garbage}`],
		['no category', place],
		['an unknown category', `${place}&category=sanitation.nothing`]
	])('with %s is refused with 400', async (_, query) => {
		const answer = await someone().get(`/api/reports/near?${query}`);
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ reason: 'invalid' });
	});

	it('in the middle of the sea is nothing', async () => {
		const answer = await someone().get(`/api/reports/near?lat=12.5&lng=115.25&${garbage}`);
		expect(answer.status).toBe(200);
		expect(await answer.json()).toEqual({ reports: [] });
	});

	it('tells what is public, with a photo that can be fetched, and nothing else', async () => {
		const spot = { lat: 35.5852, lng: 118.8361 };
		const near = `lat=${spot.lat}&lng=${spot.lng}&${garbage}`;
		const words = {
			description: '张三家门口',
			address: '3 号楼',
			contact: { phone: '13977770042' }
		};
		await road(server.origin).reported(someone(), { ...spot, ...words });
		const ask = async () => (await someone().get(`/api/reports/near?${near}`)).json();
		expect(await ask()).toEqual({ reports: [] });

		const code = await released(someone(), { ...spot, ...words });
		const { reports } = await ask();
		expect(reports).toMatchObject([{ code, where: '就在这里', standing: 'open' }]);
		expect(JSON.stringify(reports)).not.toMatch(/张三|号楼|1397777|original/);
		expect((await someone().get(reports[0].photo.src)).status).toBe(200);
	});
});

describe('我也看到', () => {
	it('by a guest sets a cookie that no script reads, and only then', async () => {
		const code = await released();
		const guest = someone();
		await guest.get(`/reports/${code}`);
		await guest.get(`/api/reports/near?${place}&${garbage}`);
		expect([...guest.cookies.keys()]).toEqual([]);
		const answer = await support(guest, code);
		const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('device='));
		expect(cookie).toMatch(/^device=[\w-]{43};.*HttpOnly/);
		expect(cookie).toMatch(/SameSite=Lax/i);
		await support(guest, code);
		expect(await countOf(code)).toBe(1);
	});

	it('of a phone without a cookie, sent 20 times at once from one page, counts once', async () => {
		const code = await released();
		const html = await (await someone().get(`/reports/${code}`)).text();
		const once = /name="once" value="([\w-]{43})"/.exec(html)![1]!;
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => joinByApi(someone(), code, { once }))
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
		expect(await countOf(code)).toBe(1);
	});

	it('of the own report is refused with 403, of a closed one with 409, of a hidden one with 404', async () => {
		const own = someone();
		const code = await released(own);
		expect((await joinByApi(own, code)).status).toBe(403);

		const closed = await released();
		const { dispatched, handled, passed } = road(server.origin);
		await dispatched(closed);
		await handled(closed);
		await passed(closed);
		const over = await joinByApi(someone(), closed);
		expect(over.status).toBe(409);
		expect((await over.json()).message).toContain('重新上报');

		const hidden = await road(server.origin).reported();
		const [denied, none] = await Promise.all(
			[hidden, 'ZZZZ-ZZZZ'].map(async (code) => joinByApi(someone(), code))
		);
		expect([denied!.status, none!.status]).toEqual([404, 404]);
		expect(await denied!.json()).toEqual(await none!.json());
	});

	it('with something else in the place of the token is refused with 400', async () => {
		const code = await released();
		for (const once of ['x', 7, '<script>', 'a'.repeat(44)]) {
			expect((await joinByApi(someone(), code, { once })).status).toBe(400);
		}
		expect(await countOf(code)).toBe(0);
	});

	it('from another site is refused', async () => {
		const code = await released();
		const answer = await someone().post(
			`/reports/${code}?/support`,
			{},
			{ origin: 'https://elsewhere.example' }
		);
		expect(answer.status).toBe(403);
		expect(await countOf(code)).toBe(0);
	});

	it('takes a photo that the public does not get, and refuses what is none', async () => {
		const code = await released();
		const photos = new Blob([new Uint8Array(await jpegPhoto(640, 480, 5))], {
			type: 'image/jpeg'
		});
		await someone().post(`/reports/${code}?/support`, { photos });
		const { photos: shown } = await (await someone().get(`/api/reports/${code}`)).json();
		expect(shown).toHaveLength(1);
		const desk = await (await moderator.get('/admin?queue=new_photos')).text();
		expect(desk).toContain(code);

		const hostile = new Blob(['<svg/>'], { type: 'image/jpeg' });
		const refused = await someone().post(`/reports/${code}?/support`, { photos: hostile });
		expect(refused.status).toBe(400);
		expect(await countOf(code)).toBe(1);
	});

	it('is taken back with DELETE, by who said it alone', async () => {
		const code = await released();
		const guest = someone();
		await support(guest, code);
		const remove = (by: Client) =>
			fetch(`${server.origin}/api/reports/${code}/support`, {
				method: 'DELETE',
				headers: { cookie: [...by.cookies].map((pair) => pair.join('=')).join('; ') }
			});
		expect(await (await remove(someone())).json()).toEqual({ code, supportCount: 1 });
		expect(await (await remove(guest)).json()).toEqual({ code, supportCount: 0 });
	});
});

describe('the settings of categories', () => {
	it('are changed by the office within limits, and refused beside the field beyond them', async () => {
		const change = (fields: Record<string, string>) =>
			moderator.post('/admin/categories?/near&change=traffic.illegal_parking', {
				category: 'traffic.illegal_parking',
				...fields
			});
		for (const fields of [
			{ metres: '0', days: '1' },
			{ metres: '9999', days: '1' },
			{ metres: '50', days: '' },
			{ metres: '1.5', days: '1' }
		]) {
			expect((await change(fields)).status).toBe(400);
		}
		expect((await change({ metres: '75', days: '2' })).status).toBe(200);
		expect(await (await moderator.get('/admin/categories')).text()).toContain('默认 50 米');
		const unit = await someone().signIn('unit2');
		expect((await unit.get('/admin/categories')).status).toBe(403);
	});
});

describe('too often', () => {
	it('asking what is near by is refused with 429 and when to come back', async () => {
		let last = await someone().get(`/api/reports/near?${place}&${garbage}`);
		for (let n = 0; n < 320 && last.status === 200; n++) {
			last = await someone().get(`/api/reports/near?${place}&${garbage}`);
		}
		expect(last.status).toBe(429);
		expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
	});

	it('new devices of one address are slowed down, accounts are not', async () => {
		const code = await released();
		let last = await joinByApi(someone(), code);
		for (let n = 0; n < 160 && last.status === 200; n++) last = await joinByApi(someone(), code);
		expect(last.status).toBe(429);
		const resident = await someone().signIn('resident');
		expect((await joinByApi(resident, code)).status).toBe(200);
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, type Client } from '../support/client';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;
let go: ReturnType<typeof road>;
let unit: Client;
let otherUnit: Client;
let checker: Client;

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir) });
	go = road(server.origin);
	[unit, otherUnit, checker] = (await Promise.all(
		['unit2', 'unit', 'checker'].map((name) => go.visitor().signIn(name))
	)) as [Client, Client, Client];
});
afterAll(() => server?.stop());

const picture = async (n = 1) => new Uint8Array(await jpegPhoto(640, 480, n));
const html = { accept: 'text/html' };

async function processing(): Promise<string> {
	const code = await go.reported();
	await go.dispatched(code);
	await unit.put(at(code, 'acknowledge'), { photos: 0 });
	return code;
}
async function handedIn(): Promise<string> {
	const code = await processing();
	const address = at(code, 'feedback');
	await unit.put(address, { note: '已清理', photos: 1 });
	await unit.put(`${address}/photos/0`, await picture(2));
	return code;
}

const at = (code: string, action: string, key = newKey()) => `/api/cases/${code}/${action}/${key}`;
const feedback = (more: Record<string, unknown> = {}) => ({ note: '已清理', photos: 1, ...more });
const unitPage = async (code: string) => (await unit.get(`/unit/${code}`, html)).text();

describe('a feedback sent from the field', () => {
	it('is carried out when its last photo is here, and not before', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		const words = await unit.put(address, feedback({ photos: 2 }));
		expect(words.status).toBe(201);
		expect(await words.json()).toMatchObject({ code, action: 'feedback', url: `/unit/${code}` });
		expect((await unit.put(`${address}/photos/1`, await picture(3))).status).toBe(201);
		expect(await unitPage(code)).not.toContain('<strong>反馈</strong>');

		expect((await unit.put(`${address}/photos/0`, await picture(2))).status).toBe(201);
		const page = await unitPage(code);
		expect(page).toContain('待核查');
		expect(page).toContain('已清理');
		expect(new Set(page.match(/反馈照片 \d/g)).size).toBe(2);
	});

	it('sent again answers the same with 200, words and photo, and happens once', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		const first = await (await unit.put(address, feedback())).json();
		await unit.put(`${address}/photos/0`, await picture(2));
		const again = await unit.put(address, feedback());
		expect(again.status).toBe(200);
		expect(await again.json()).toEqual(first);
		expect((await unit.put(`${address}/photos/0`, await picture(2))).status).toBe(200);
		expect((await unitPage(code)).match(/<strong>反馈<\/strong>\s*<time/g)).toHaveLength(1);
	});

	it('sent 20 times at once is one', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		const replies = await Promise.all(
			Array.from({ length: 20 }, () => unit.put(address, feedback()))
		);
		expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
		expect(replies.filter(({ status }) => status === 200)).toHaveLength(19);
		expect(new Set(await Promise.all(replies.map((reply) => reply.text()))).size).toBe(1);
		const bytes = await picture(2);
		const photos = await Promise.all(
			Array.from({ length: 20 }, () => unit.put(`${address}/photos/0`, bytes))
		);
		expect(photos.filter(({ status }) => status === 201)).toHaveLength(1);
		expect(photos.filter(({ status }) => status === 200)).toHaveLength(19);
		expect((await unitPage(code)).match(/<strong>反馈<\/strong>\s*<time/g)).toHaveLength(1);
	});

	it('with other words or another photo under the same key is refused', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		await unit.put(address, feedback({ photos: 2 }));
		expect((await unit.put(address, feedback({ photos: 2, note: '别的' }))).status).toBe(409);
		await unit.put(`${address}/photos/0`, await picture(2));
		expect((await unit.put(`${address}/photos/0`, await picture(5))).status).toBe(409);
	});

	it('under a key that was used for another case is refused', async () => {
		const [one, other] = [await processing(), await processing()];
		const key = newKey();
		await unit.put(at(one, 'feedback', key), feedback());
		expect((await unit.put(at(other, 'feedback', key), feedback())).status).toBe(409);
		expect((await unit.put(`${at(other, 'feedback', key)}/photos/0`, await picture())).status).toBe(
			409
		);
	});

	it('for what a colleague has done meanwhile is refused with what it is now', async () => {
		const code = await handedIn();
		const late = await unit.put(at(code, 'feedback'), feedback());
		expect(late.status).toBe(409);
		expect((await late.json()).message).toContain('待核查');
	});

	it('whose case moves on between words and photo is refused with the photo, and nothing is changed', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		expect((await unit.put(address, feedback())).status).toBe(201);
		await unit.put(at(code, 'return'), { reason: '不归我们', photos: 0 });
		const late = await unit.put(`${address}/photos/0`, await picture(2));
		expect(late.status).toBe(409);
		expect((await late.json()).message).toContain('已退回');
		expect(await unitPage(code)).not.toContain('<strong>反馈</strong>');
	});

	it('for another unit’s case is refused with 403, whatever its state', async () => {
		const code = await processing();
		const answers = [
			await otherUnit.put(at(code, 'feedback'), feedback()),
			await otherUnit.put(at(code, 'acknowledge'), { photos: 0 }),
			await checker.put(at(code, 'feedback'), feedback()),
			await (await go.visitor().signIn('moderator')).put(at(code, 'feedback'), feedback())
		];
		expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
		const address = at(code, 'feedback');
		await unit.put(address, feedback());
		expect((await otherUnit.put(`${address}/photos/0`, await picture())).status).toBe(403);
		expect((await go.visitor().put(at(code, 'feedback'), feedback())).status).toBe(401);
	});

	it.each([
		['no photo', { note: '已清理', photos: 0 }, 'photos'],
		['no words', { note: ' ', photos: 1 }, 'note'],
		['seven photos', feedback({ photos: 7 }), 'photos'],
		['a field that is not its own', feedback({ finding: 'exists' }), 'finding'],
		['a time that is none', feedback({ at: '昨天' }), 'at']
	])('with %s is refused with the field to mend', async (_, body, field) => {
		const answer = await unit.put(at(await processing(), 'feedback'), body);
		expect(answer.status).toBe(400);
		expect(Object.keys((await answer.json()).fields)).toContain(field);
	});

	it('takes no photo before its words, none beyond those announced, and nothing that is no photo', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		expect((await unit.put(`${address}/photos/0`, await picture())).status).toBe(404);
		await unit.put(address, feedback());
		expect((await unit.put(`${address}/photos/1`, await picture())).status).toBe(400);
		const text = await unit.put(`${address}/photos/0`, new TextEncoder().encode('no photo'));
		expect(text.status).toBe(400);
	});

	it('says on its page when it was written, and that this counts', async () => {
		const code = await processing();
		const address = at(code, 'feedback');
		const tooEarly = new Date(Date.now() - 3_600_000).toISOString();
		await unit.put(address, feedback({ at: tooEarly }));
		await unit.put(`${address}/photos/0`, await picture(2));
		// the case was dispatched a moment ago, so this cannot be
		expect(await unitPage(code)).toMatch(/写好，.*送达；是否按时按送达时间算/);
	});
});

describe('what a checker sends from the field', () => {
	it('passes one and sends back another', async () => {
		const [good, bad] = [await handedIn(), await handedIn()];
		const passed = await checker.put(at(good, 'pass'), { photos: 0 });
		expect(passed.status).toBe(201);
		expect(await passed.json()).toMatchObject({ url: '/check' });
		const address = at(bad, 'fail');
		await checker.put(address, { reason: '还有', photos: 1 });
		await checker.put(`${address}/photos/0`, await picture(4));
		expect(await unitPage(good)).toContain('已结案');
		expect(await unitPage(bad)).toContain('返工');
	});

	it('is refused where nothing was drawn for a second look', async () => {
		const code = await handedIn();
		await checker.put(at(code, 'pass'), { photos: 0 });
		const look = await checker.put(at(code, 'second-look'), { finding: 'holds', photos: 0 });
		expect([403, 409]).toContain(look.status);
	});

	it('knows no other step', async () => {
		const code = await handedIn();
		expect((await checker.put(at(code, 'void'), { photos: 0 })).status).toBe(404);
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeAt, keyFrom } from '../../src/lib/accounts/totp';
import { client, newKey, type Client } from '../support/client';
import { prepareShiftNow, shiftCodeIn } from '../support/on-site-town';
import { jpegPhoto } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let lead: Client;
let volunteer: Client;
let code: string;

beforeAll(async () => {
	server = await startServer({ seed: prepareShiftNow });
	code = await shiftCodeIn(server);
	[lead, volunteer] = (await Promise.all(
		['lead', 'volunteer'].map((name) => client(server.origin).signIn(name))
	)) as [Client, Client];
});
afterAll(() => server?.stop());

const kit = async () => (await lead.get(`/api/shifts/${code}/kit`)).json();
const actAt = (key = newKey(), shift = code) => `/api/shifts/${shift}/acts/${key}`;
const times = (at = new Date()) => ({ at: at.toISOString(), sentAt: at.toISOString() });

describe('a check-in by the number', () => {
	it('sent 20 times at once has happened once, and each is told the same', async () => {
		const { secret, now, people } = await kit();
		expect(people).toMatchObject([{ state: 'confirmed', checkedInAt: null }]);
		const key = newKey();
		const digits = codeAt(keyFrom(secret), now);
		const body = { act: 'check_in', digits, ...times(new Date(now)), metres: 12 };
		const replies = await Promise.all(
			Array.from({ length: 20 }, () => volunteer.put(actAt(key), body))
		);
		expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
		const said = await Promise.all(replies.map((reply) => reply.json()));
		expect(said[0]).toMatchObject({ key, answer: 'done', sentence: '已记下', state: 'checked_in' });
		expect(said).toEqual(Array(20).fill(said[0]));
		const other = await volunteer.put(actAt(key), { ...body, digits: '000000' });
		expect(other.status).toBe(409);
		const after = await kit();
		expect(after.people).toMatchObject([{ state: 'checked_in', checkedInBy: 'number', hint: 12 }]);
		expect(after.trouble).toEqual([]);
	});

	it('that is wrong is refused with its sentence, and after five with a pause', async () => {
		const wrong = { act: 'check_out', digits: '000000', ...times() };
		const reply = await volunteer.put(actAt(), wrong);
		expect(reply.status).toBe(409);
		expect(await reply.json()).toEqual({
			reason: 'conflict',
			message: '号码不对或已经过期，请看队长手机上现在的号码'
		});
		for (let n = 1; n < 5; n++) await volunteer.put(actAt(), wrong);
		const limited = await volunteer.put(actAt(), wrong);
		expect(limited.status).toBe(429);
		expect(limited.headers.get('retry-after')).toBe('600');
	});
});

describe('what is sent from the spot', () => {
	it('is answered by who one is', async () => {
		const visitor = client(server.origin);
		const finish = { act: 'finish', ...times() };
		expect((await visitor.put(actAt(), finish)).status).toBe(401);
		expect((await volunteer.put(actAt(), finish)).status).toBe(403);
		expect((await visitor.get(`/api/shifts/${code}/kit`)).status).toBe(401);
		expect((await volunteer.get(`/api/shifts/${code}/kit`)).status).toBe(403);
		expect((await lead.get('/api/shifts/ZZZZ-ZZZZ/kit')).status).toBe(404);
		const moderator = await client(server.origin).signIn('moderator');
		expect((await moderator.get(`/api/shifts/${code}/kit`)).status).toBe(403);
		const note = { act: 'note', words: '风大', ...times() };
		expect((await moderator.put(actAt(), note)).status).toBe(200);
		expect((await kit()).shift.leadNote).toBe('风大');
	});

	it('is read strictly, and is short', async () => {
		const put = async (body: unknown, key?: string) => (await lead.put(actAt(key), body)).status;
		expect(await put({ act: 'finish' })).toBe(400);
		expect(await put({ act: 'nothing', ...times() })).toBe(400);
		expect(await put({ act: 'note', at: 'yesterday', sentAt: 'now' })).toBe(400);
		expect(await put({ act: 'note', ...times() }, 'no-key')).toBe(400);
		expect(await put({ act: 'note', words: '长'.repeat(2000), ...times() })).toBe(413);
		const old = new Date(Date.now() - 49 * 3_600_000).toISOString();
		expect(await put({ act: 'note', at: old, sentAt: new Date().toISOString() })).toBe(400);
	});

	it('may be counts, of which those tapped last stand', async () => {
		const path = `/api/shifts/${code}/dissuasions/${newKey()}`;
		const put = async (counts: object, taps: number) => {
			const reply = await volunteer.put(path, { counts, taps });
			return [reply.status, (await reply.json()).sums];
		};
		expect(await put({ red_light: 4 }, 4)).toEqual([200, { red_light: 4 }]);
		expect(await put({ red_light: 3, dog: 1 }, 6)).toEqual([200, { red_light: 3, dog: 1 }]);
		expect(await put({ red_light: 4 }, 4)).toEqual([200, { red_light: 3, dog: 1 }]);
		expect((await put({ red_light: 1000 }, 9))[0]).toBe(400);
		expect((await put({ shouting: 1 }, 9))[0]).toBe(400);
	});

	it('may be a picture of the team, for those who were there', async () => {
		const path = `/api/shifts/${code}/team-photo`;
		const bytes = new Uint8Array(await jpegPhoto(640, 480));
		expect((await lead.put(path, bytes)).status).toBe(400);
		expect((await volunteer.put(`${path}?agreed=1`, bytes)).status).toBe(403);
		const put = await lead.put(`${path}?agreed=1`, bytes);
		expect(await put.json()).toMatchObject({ src: `/photos/team/${code}`, width: 640 });
		const seen = await volunteer.get(`/photos/team/${code}?w=320`);
		expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
		expect(seen.headers.get('cache-control')).toBe('private, no-store');
		expect((await client(server.origin).get(`/photos/team/${code}`)).status).toBe(404);
		const { origin } = server;
		const gone = await volunteer.request(path, { method: 'DELETE', headers: { origin } });
		expect(gone.status).toBe(200);
		expect((await volunteer.get(`/photos/team/${code}`)).status).toBe(404);
	});
});

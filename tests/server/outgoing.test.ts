import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import type { Actor } from '../../src/lib/accounts/roles';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { accounts } from '../../src/lib/server/accounts/schema';
import { readConfig } from '../../src/lib/server/config';
import type { Db } from '../../src/lib/server/db';
import { deliver, openLetter, readInbox } from '../../src/lib/server/notifications/commands';
import { meansFor, type Means } from '../../src/lib/server/notifications/means';
import { outgoingOf } from '../../src/lib/server/notifications/outgoing';
import { sendDue } from '../../src/lib/server/notifications/send';
import { chooseNotices, noticeChoices } from '../../src/lib/server/notifications/settings';
import {
	endPushesTo,
	subscribe,
	unsubscribe
} from '../../src/lib/server/notifications/subscriptions';
import { freshTown } from '../support/database';
import { monday, people, reportIn, seal, shanghai, type People } from '../support/factories';
import { noticeHook, pushService } from '../support/outside';

const phone = '13900001234';
const noon = shanghai('2026-01-05 12:00');
const night = shanghai('2026-01-05 23:00');
const morning = shanghai('2026-01-06 07:00');
const letter = { title: '责任单位已签收', body: '环卫服务中心已签收', href: '/reports/7K3F-9QXM' };

let hook: Awaited<ReturnType<typeof noticeHook>>;
let service: Awaited<ReturnType<typeof pushService>>;
let means: Means;
let db: Db;
let who: People;
let resident: Actor;
let id: number;

beforeAll(async () => {
	hook = await noticeHook();
	service = await pushService();
	const env = {
		APP_MODE: 'test',
		ORIGIN: 'https://wenming.example.gov.cn',
		NOTICE_HOOK_URL: hook.url,
		NOTICE_HOOK_TOKEN: 'hook-token',
		PUSH_HOSTS: '127.0.0.1'
	};
	means = meansFor(readConfig(env), { vapid: webPush.generateVAPIDKeys() });
});
afterAll(async () => {
	await hook.close();
	await service.close();
});

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	resident = who.resident;
	id = resident.accountId!;
	const sealed = { phoneSealed: seal.seal(phone), phoneIndex: seal.index('phone', phone) };
	await db.update(accounts).set(sealed).where(eq(accounts.id, id));
	Object.assign(hook, { answer: 200 });
	Object.assign(service, { answer: 201 });
	hook.calls.length = service.pushed.length = service.paths.length = 0;
});

const wantsMessages = (quietFrom = 22 * 60, quietTo = 7 * 60, actor = resident) =>
	chooseNotices(db, actor, { message: 'on', quietFrom, quietTo }, true, monday);
const subscribed = async (actor = resident) => {
	const browser = service.browser();
	const key = await subscribe(db, actor, browser, means.allowed, monday);
	return { ...browser, key };
};
const send = (at: number) => sendDue(db, seal, means, at);
const record = async (accountId = id) =>
	(await outgoingOf(db, accountId, 100)).map(({ state, problem }) => [state, problem]).reverse();

describe('a step of one’s report', () => {
	it('goes only to the inbox of those who asked for no more', async () => {
		await reportIn(db, who, 'closed');
		await send(monday + dayMs);
		expect(await readInbox(db, id)).toHaveLength(6);
		expect([hook.calls, service.pushed, await record()]).toEqual([[], [], []]);
	});

	it('reaches the hook with all that it needs, and the phone nowhere else', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, noon);
		expect(await send(noon)).toEqual({ sent: 1, failed: 0 });
		const [line] = await outgoingOf(db, id);
		expect(hook.calls).toEqual([
			{
				id: String(line!.id),
				key: String(line!.id),
				kind: 'notice',
				phone,
				title: letter.title,
				body: letter.body,
				url: `https://wenming.example.gov.cn${letter.href}`,
				authorization: 'Bearer hook-token'
			}
		]);
		expect(line).toMatchObject({ state: 'sent', sentAt: noon, channel: 'message', problem: '' });
	});

	it('reaches each browser as its title and a link, signed and sealed for it alone', async () => {
		const [one, other] = [await subscribed(), await subscribed()];
		await deliver(db, [id], letter, noon);
		await send(noon);
		const [entry] = await readInbox(db, id);
		const payload = { title: letter.title, href: `/me/inbox/${entry!.id}` };
		expect(service.pushed).toHaveLength(2);
		for (const { endpoint } of [one, other]) {
			expect(service.pushed).toContainEqual({
				to: new URL(endpoint).pathname,
				payload,
				contact: 'https://wenming.example.gov.cn'
			});
		}
	});

	it('goes out once, however often the sender runs', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, noon);
		for (let n = 0; n < 3; n++) await send(noon + n * minuteMs);
		expect(hook.calls).toHaveLength(1);
	});

	it('goes out once with five senders at the same time', async () => {
		await wantsMessages();
		await subscribed();
		for (let n = 0; n < 4; n++) await deliver(db, [id], letter, noon);
		await Promise.all(Array.from({ length: 5 }, () => send(noon)));
		expect([hook.calls.length, service.pushed.length]).toEqual([1, 1]);
	});

	it('is not rung for once it was read', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, night);
		const [entry] = await readInbox(db, id);
		expect(await openLetter(db, id, entry!.id, night + minuteMs)).toBe(letter.href);
		await send(morning);
		expect(hook.calls).toEqual([]);
		expect(await record()).toEqual([['given_up', '您已先看过，没有再发']]);
	});

	it('is told to staff likewise only when they asked for it', async () => {
		const handler = who.handler.accountId!;
		await reportIn(db, who, 'dispatched');
		expect(await record(handler)).toEqual([]);
		await subscribed(who.handler);
		await reportIn(db, who, 'dispatched', who.neighbour, noon);
		await send(noon + hourMs);
		expect(service.pushed.map(({ payload }) => payload)).toMatchObject([
			{ title: '有新派遣的案件' }
		]);
	});
});

describe('in quiet hours', () => {
	it('nothing goes out, and in the morning one message tells how many there are', async () => {
		await wantsMessages();
		await subscribed();
		for (let n = 0; n < 3; n++) await deliver(db, [id], letter, night + n * minuteMs);
		for (let at = night; at < morning; at += 30 * minuteMs) await send(at);
		expect([hook.calls, service.pushed]).toEqual([[], []]);

		await send(morning);
		const words = { title: '您有 3 条新进展' };
		expect(hook.calls).toMatchObject([
			{ ...words, url: 'https://wenming.example.gov.cn/me/inbox' }
		]);
		expect(service.pushed).toMatchObject([{ payload: { ...words, href: '/me/inbox' } }]);
		expect(await record()).toEqual(Array.from({ length: 6 }, () => ['sent', '']));
	});

	it('nothing goes out that waited since before them, nor a second try', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, night - 2 * hourMs);
		await send(night);
		expect(hook.calls).toHaveLength(0);

		hook.answer = 500;
		await send(morning);
		await send(morning + minuteMs);
		expect(hook.calls).toHaveLength(2);
		hook.answer = 200;
		await send(night);
		expect(hook.calls).toHaveLength(2);
		await send(morning + dayMs);
		expect(hook.calls).toHaveLength(3);
	});

	it('are each one’s own', async () => {
		await wantsMessages(0, 0);
		await deliver(db, [id], letter, night);
		await send(night);
		expect(hook.calls).toHaveLength(1);
	});
});

describe('a hook that fails', () => {
	const tries = [0, 1, 6, 36, 156, 876].map((minutes) => noon + minutes * minuteMs);

	it.each([
		[500, '短信接口回答 500'],
		['silence', '连接不上短信接口'],
		[302, '短信接口回答 302']
	] as const)('by %s is tried six times and then given up, and says why', async (answer, said) => {
		await wantsMessages(0, 0);
		await deliver(db, [id], letter, noon);
		hook.answer = answer;
		for (let at = noon; at <= noon + 2 * dayMs; at += minuteMs) {
			if (tries.includes(at) || at % hourMs === 0) await send(at);
		}
		expect(hook.calls).toHaveLength(6);
		expect(new Set(hook.calls.map(({ key }) => key)).size).toBe(1);
		expect(await record()).toEqual([['given_up', said]]);
	});

	it('and recovers gets the message once more', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, noon);
		hook.answer = 503;
		await send(noon);
		expect(await record()).toEqual([['waiting', '短信接口回答 503']]);
		hook.answer = 200;
		await send(noon + minuteMs - 1);
		expect(hook.calls).toHaveLength(1);
		await send(noon + minuteMs);
		expect(await record()).toEqual([['sent', '']]);
	});

	it('gets several that went together again together under the same id, without later ones', async () => {
		await wantsMessages();
		for (let n = 0; n < 2; n++) await deliver(db, [id], letter, noon);
		hook.answer = 'silence';
		await send(noon);
		hook.answer = 200;
		await deliver(db, [id], { ...letter, title: '新的一步' }, noon + minuteMs);
		await send(noon + minuteMs);
		const said = hook.calls.map(({ key, title }) => `${key} ${title}`);
		expect(said).toHaveLength(3);
		expect(said[0]).toContain('您有 2 条新进展');
		expect(said.slice(1)).toContain(said[0]);
		expect(said.some((line) => line.endsWith(' 新的一步'))).toBe(true);
	});

	it('gets two that were tried apart apart again after the night, each under its own id', async () => {
		await wantsMessages();
		hook.answer = 'silence';
		const evening = night - hourMs - minuteMs;
		for (const at of [evening, evening + 10_000]) {
			await deliver(db, [id], { ...letter, title: `步骤 ${at}` }, at);
			await send(at);
		}
		const tried = hook.calls.map(({ key, title }) => `${key} ${title}`);
		await send(night);
		hook.calls.length = 0;
		hook.answer = 200;
		await send(morning);
		expect(hook.calls.map(({ key, title }) => `${key} ${title}`).sort()).toEqual(tried.sort());
		expect(tried).toHaveLength(2);
	});

	it('gets what goes out together again as it was, though one of it was read meanwhile', async () => {
		await wantsMessages();
		for (let n = 0; n < 3; n++) await deliver(db, [id], letter, noon);
		hook.answer = 'silence';
		await send(noon);
		const entries = await readInbox(db, id);
		await openLetter(db, id, entries.at(-1)!.id, noon);
		hook.answer = 200;
		await send(noon + minuteMs);
		expect(hook.calls).toHaveLength(2);
		expect(hook.calls[1]).toEqual(hook.calls[0]);
	});

	it('gets nothing again of which all was read meanwhile', async () => {
		await wantsMessages();
		for (let n = 0; n < 2; n++) await deliver(db, [id], letter, noon);
		hook.answer = 'silence';
		await send(noon);
		for (const entry of await readInbox(db, id)) await openLetter(db, id, entry.id, noon);
		await send(noon + minuteMs);
		expect(hook.calls).toHaveLength(1);
	});
});

describe('a process killed between claiming and marking', () => {
	it('leaves the message claimed: sent again after five minutes, under the same id', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, noon);
		// stands for the kill: the hook has it, and nothing after that is written
		const dies: Means = {
			...means,
			message: async (message) => {
				await means.message?.(message);
				await new Promise(() => undefined);
			}
		};
		void sendDue(db, seal, dies, noon);
		await expect.poll(() => hook.calls.length).toBe(1);

		await send(noon + 5 * minuteMs - 1);
		expect(hook.calls).toHaveLength(1);
		await send(noon + 5 * minuteMs);
		expect(hook.calls).toHaveLength(2);
		expect(hook.calls[0]!.key).toBe(hook.calls[1]!.key);
		expect(await record()).toEqual([['sent', '']]);
	});
});

describe('a browser', () => {
	it.each([404, 410])('of which the push service says %i is forgotten', async (answer) => {
		await subscribed();
		await deliver(db, [id], letter, noon);
		service.answer = answer;
		await send(noon);
		expect(await record()).toEqual([['given_up', '浏览器已不再接收推送']]);
		expect((await noticeChoices(db, id)).browsers).toBe(0);
		await deliver(db, [id], letter, noon);
		expect(await record()).toHaveLength(1);
	});

	it('that is gone does not keep the message from the other', async () => {
		const gone = await subscribed();
		await subscribed();
		service.forget(gone.endpoint);
		await deliver(db, [id], letter, noon);
		await send(noon);
		expect(service.pushed).toHaveLength(1);
		expect(await record()).toEqual([['sent', '']]);
		expect((await noticeChoices(db, id)).browsers).toBe(1);
	});

	it('whose service is out of order is tried again', async () => {
		await subscribed();
		await deliver(db, [id], letter, noon);
		service.answer = 429;
		await send(noon);
		expect(await record()).toEqual([['waiting', '推送服务回答 429']]);
		service.answer = 201;
		await send(noon + minuteMs);
		expect(service.pushed).toHaveLength(1);
	});

	it('is not led on to another address', async () => {
		await subscribed();
		await deliver(db, [id], letter, noon);
		service.answer = 302;
		await send(noon);
		expect(service.paths).toEqual([expect.stringMatching(/^\/push\//)]);
	});

	it('is of whoever signed in there last', async () => {
		const browser = service.browser();
		await subscribe(db, resident, browser, means.allowed, monday);
		await subscribe(db, who.neighbour, browser, means.allowed, monday);
		await deliver(db, [id, who.neighbour.accountId!], letter, noon);
		await send(noon);
		expect(service.pushed).toHaveLength(1);
		expect(await record(who.neighbour.accountId!)).toEqual([['sent', '']]);
		expect(await record()).toEqual([]);
	});

	it('is taken from nobody by one who knows its address alone', async () => {
		const browser = await subscribed();
		const other = service.browser();
		const claimed = { endpoint: browser.endpoint, keys: other.keys };
		await expect(
			subscribe(db, who.neighbour, claimed, means.allowed, monday)
		).rejects.toMatchObject({ reason: 'conflict' });
		await unsubscribe(db, who.neighbour, { endpoint: browser.endpoint }, monday);
		const [number] = browser.key.split('.');
		for (const key of [number!, `${number}.${'0'.repeat(64)}`]) {
			await endPushesTo(db, who.neighbour, { key }, monday);
		}
		expect((await noticeChoices(db, id)).browsers).toBe(1);
	});

	it('after the tenth takes the place of the oldest', async () => {
		const first = await subscribed();
		for (let n = 0; n < 10; n++) await subscribed();
		expect((await noticeChoices(db, id)).browsers).toBe(10);
		await deliver(db, [id], letter, noon);
		await send(noon);
		expect(service.paths).not.toContain(new URL(first.endpoint).pathname);
	});
});

describe('a choice that is taken back', () => {
	it('stops what still waits, and says so', async () => {
		await wantsMessages();
		await deliver(db, [id], letter, night);
		await chooseNotices(db, resident, { quietFrom: 0, quietTo: 0 }, true, night);
		await send(morning);
		expect(hook.calls).toEqual([]);
		expect(await record()).toEqual([['given_up', '您已关掉短信提醒']]);
	});

	it('cannot be made where nobody would be reached', async () => {
		const on = { message: 'on' as const, quietFrom: 0, quietTo: 0 };
		await expect(chooseNotices(db, resident, on, false, monday)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await expect(chooseNotices(db, who.neighbour, on, true, monday)).rejects.toMatchObject({
			fields: { message: expect.stringContaining('没有手机号') }
		});
	});
});

describe('a letter', () => {
	it('of someone else cannot be opened', async () => {
		await deliver(db, [id], letter, noon);
		const [entry] = await readInbox(db, id);
		await expect(openLetter(db, who.neighbour.accountId!, entry!.id, noon)).rejects.toMatchObject({
			reason: 'missing'
		});
		expect((await readInbox(db, id))[0]!.readAt).toBeNull();
	});
});

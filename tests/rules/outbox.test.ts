import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { happenedAt, isTime, pauseAfter } from '../../src/lib/offline/backoff';
import { database } from '../../src/lib/offline/database';
import { drain, type World } from '../../src/lib/offline/drain';
import {
	arrivals,
	enqueue,
	findUnsent,
	forgetAccount,
	holdForEditing,
	keepMended,
	KeyTaken,
	onOutboxChange,
	remove,
	retry,
	sendAsGuest,
	unsent,
	type New,
	type ReportForm
} from '../../src/lib/offline/outbox';
import { standingOf } from '../../src/lib/offline/standing';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

type Fault = 'none' | 'before' | 'after' | '500' | '503' | '429' | 'portal';

/** A server that keeps the rule of `PUT /api/reports/{key}`, on a line with faults. */
function away() {
	const reports = new Map<string, { body: string; photos: Map<number, number> }>();
	const order: string[] = [];
	let faults: Fault[] = [];
	let clock = Date.UTC(2026, 4, 1);
	let serverAhead = 0;

	const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
		new Response(JSON.stringify(body), { status, headers });

	function store(path: string, body: string | Blob): Response {
		const [, key = '', n] = /^\/api\/reports\/([^/]+)(?:\/photos\/(\d))?$/.exec(path) ?? [];
		const there = reports.get(key);
		if (n !== undefined) {
			if (!there) return answer(404, { message: '请先提交上报内容，再传照片' });
			there.photos.set(Number(n), (body as Blob).size);
			return answer(201, { key, n: Number(n) });
		}
		if (there && there.body !== body) return answer(409, { message: '这个编号已经用于另一份上报' });
		if ((JSON.parse(body as string) as { bad?: true }).bad) {
			return answer(400, { message: '请选择类别', fields: { category: '请选择类别' } });
		}
		if (!there) {
			reports.set(key, { body: body as string, photos: new Map() });
			order.push(key);
		}
		return answer(there ? 200 : 201, { key, url: `/reports/${key}`, claim: `c-${key}` });
	}

	const world: World = {
		now: () => clock,
		chance: () => 0.5,
		fetch: async (path, init) => {
			const date = new Date(clock + serverAhead).toUTCString();
			const fault = faults.shift() ?? 'none';
			if (fault === 'before') throw new TypeError('Failed to fetch');
			if (path === '/healthz') return answer(200, 'ok', { date });
			if (fault === '500' || fault === '503') return answer(Number(fault), {});
			if (fault === '429') return answer(429, { message: '太频繁' }, { 'retry-after': '30' });
			if (fault === 'portal') return new Response('<html>请登录 Wi-Fi', { status: 200 });
			const stored = store(path, init.body as string | Blob);
			if (fault === 'after') throw new TypeError('Failed to fetch');
			return stored;
		}
	};
	return {
		world,
		reports,
		order,
		fail: (...next: Fault[]) => (faults = next),
		pass: (ms: number) => (clock += ms),
		serverIsAheadBy: (ms: number) => (serverAhead = ms)
	};
}

const report = (
	key: string,
	photos = 1,
	more: Record<string, unknown> = {}
): New & { form: ReportForm } => ({
	key,
	to: `/api/reports/${key}`,
	fields: { category: 'a', ...more },
	photos: Array.from({ length: photos }, (_, i) => ({
		blob: new Blob(['x'.repeat(i + 1)]),
		width: 1,
		height: 1
	})),
	title: key,
	form: {
		at: '/reports/new',
		draft: {
			key,
			category: 'a',
			description: '',
			address: '',
			phone: '',
			place: null,
			photos: [],
			as: null
		}
	},
	as: null,
	createdAt: Date.UTC(2026, 4, 1)
});

afterEach(async () => {
	const db = await database();
	await Promise.all([db.clear('outbox'), db.clear('arrived'), db.clear('drafts')]);
});

describe('a step written on site', () => {
	const step = (key: string, createdAt: number): New => ({
		...report(key, 0),
		form: { at: '/unit/7K3F-9QXM', name: 'feedback', values: { note: '已清理' } },
		dated: 'at',
		createdAt
	});

	it('says when it was written from half a minute on, and nothing when it goes at once', async () => {
		const { world, reports } = away();
		await enqueue(step('a', world.now() - 40 * second));
		await enqueue(step('b', world.now() - second));
		await drain(world);
		const sent = (key: string) => JSON.parse(reports.get(key)!.body) as { at?: string };
		expect(Date.parse(sent('a').at ?? '')).toBe(world.now() - 40 * second);
		expect(sent('b').at).toBeUndefined();
	});
});

describe('what waits in the outbox', () => {
	it('arrives in the order in which it was put there, and is remembered with its link', async () => {
		const { world, order } = away();
		for (const key of ['b', 'a', 'c']) await enqueue(report(key));
		expect(await drain(world)).toBeNull();
		expect(order).toEqual(['b', 'a', 'c']);
		expect(await unsent()).toEqual([]);
		expect((await arrivals()).map(({ link }) => link).sort()).toEqual([
			'/reports/a?claim=c-a',
			'/reports/b?claim=c-b',
			'/reports/c?claim=c-c'
		]);
	});

	it('takes the place of the draft it comes from', async () => {
		const db = await database();
		await db.put('drafts', report('a').form.draft, 'report');
		await enqueue(report('a'));
		expect(await db.get('drafts', 'report')).toBeUndefined();
	});

	it('stays when the server says no, until it is mended, and does not hold up the next', async () => {
		const { world, order } = away();
		await enqueue(report('a', 1, { bad: true }));
		await enqueue(report('b'));
		expect(await drain(world)).toBeNull();
		expect(order).toEqual(['b']);
		const kept = (await findUnsent('a'))!;
		expect(kept.refusal).toEqual({
			status: 400,
			message: '请选择类别',
			fields: { category: '请选择类别' }
		});
		expect(standingOf(kept, 0)).toMatchObject({ label: '需要您处理', stuck: true });
		await holdForEditing('a', world.now());
		await enqueue(report('a'));
		await drain(world);
		expect(order).toEqual(['b', 'a']);
	});

	it('waits as told after a 429, whatever the resident presses', async () => {
		const { world, fail, pass, order } = away();
		await enqueue(report('a'));
		await enqueue(report('b'));
		fail('none', '429');
		expect(await drain(world)).toBe(30 * second);
		await drain(world, { eager: true });
		expect(order).toEqual([]);
		pass(30 * second);
		await drain(world);
		expect(order).toEqual(['a', 'b']);
	});

	it('keeps its order after the network was away for long', async () => {
		const { world, fail, pass, order } = away();
		for (const key of ['a', 'b', 'c']) {
			await enqueue(report(key));
			for (let tries = 0; tries < 9; tries++) {
				fail('before');
				await drain(world, { eager: true });
			}
		}
		fail();
		expect(await drain(world)).toBeGreaterThan(0);
		expect(order).toEqual([]);
		pass(5 * minute);
		await drain(world);
		expect(order).toEqual(['a', 'b', 'c']);
	});

	it('writes of many that wait only the one it tried when nothing answers', async () => {
		const { world, fail } = away();
		for (let n = 0; n < 30; n++) await enqueue(report(`r${n}`));
		let changes = 0;
		const stop = onOutboxChange(() => changes++);
		fail('before');
		expect(await drain(world)).toBe(1500);
		stop();
		expect(changes).toBe(1);
		expect((await unsent()).filter(({ attempts, nextAt }) => attempts + nextAt > 0)).toHaveLength(
			1
		);
	});

	it('takes the sign-in page of a public Wi-Fi for no answer', async () => {
		const { world, fail, pass, order } = away();
		await enqueue(report('a'));
		fail('none', 'portal');
		await drain(world);
		expect((await findUnsent('a'))?.trouble).toContain('要先登录');
		pass(hour);
		await drain(world);
		expect(order).toEqual(['a']);
	});

	it('is held while it is being mended', async () => {
		const { world, order } = away();
		await enqueue(report('a'));
		await holdForEditing('a', world.now());
		expect(await drain(world, { eager: true })).toBeNull();
		expect(order).toEqual([]);
		await retry('a');
		await drain(world);
		expect(order).toEqual(['a']);
	});

	it('that was mended after its words had arrived unanswered is the report that arrived', async () => {
		const { world, fail, pass, reports } = away();
		await enqueue(report('a', 1, { description: '先写的' }));
		fail('none', 'after');
		await drain(world);
		await holdForEditing('a', world.now());
		await enqueue(report('a', 3, { description: '改过的' }));
		pass(hour);
		await drain(world);
		expect(await unsent()).toEqual([]);
		expect((await arrivals()).map(({ earlier }) => earlier)).toEqual([true]);
		expect([...reports.values()].map(({ body }) => JSON.parse(body).description)).toEqual([
			'先写的'
		]);
		expect(reports.get('a')?.photos.size).toBe(1);
	});

	it('is sent as it was mended, also when it is put back half mended', async () => {
		const { world, reports } = away();
		await enqueue(report('a', 1, { description: '露出了脸' }));
		await holdForEditing('a', world.now());
		const covered = report('a', 1, { description: '遮住了脸' });
		covered.photos = [{ blob: new Blob(['covered']), width: 1, height: 1 }];
		await keepMended(covered);
		await retry('a');
		await drain(world);
		expect(JSON.parse(reports.get('a')!.body)).toMatchObject({ description: '遮住了脸' });
		expect([...reports.get('a')!.photos.values()]).toEqual(['covered'.length]);
	});

	it('cannot be opened for mending while it is on its way', async () => {
		const { world } = away();
		await enqueue(report('a'));
		let opened: unknown = 'not tried';
		await drain({
			...world,
			fetch: async (path, init) => {
				if (path === '/api/reports/a') opened = await holdForEditing('a', world.now());
				return world.fetch(path, init);
			}
		});
		expect(opened).toBeUndefined();
		expect(await unsent()).toEqual([]);
	});

	it('never takes the place of another that waits, or went out, under its key', async () => {
		const { world } = away();
		await enqueue(report('a'));
		await expect(enqueue(report('a', 1, { description: '另一件' }))).rejects.toThrow(KeyTaken);
		await drain(world);
		await expect(enqueue(report('a', 1, { description: '另一件' }))).rejects.toThrow(KeyTaken);
	});

	it('of one account is not shown to whoever uses the phone next', async () => {
		const { world } = away();
		await enqueue({ ...report('a'), as: 'tag-of-one' });
		await enqueue(report('b'));
		await drain(world);
		await forgetAccount('tag-of-one');
		expect((await arrivals()).map(({ key }) => key)).toEqual(['b']);
	});

	it('goes without its account when that is asked for while the server is still saying no to it', async () => {
		const { world, order } = away();
		const signedOut: World = {
			...world,
			fetch: async (path, init) => {
				const as = new Headers(init.headers).get('tongxing-as');
				if (as !== 'tag-of-one') return world.fetch(path, init);
				await sendAsGuest('a');
				return new Response(JSON.stringify({ message: '请登录' }), { status: 401 });
			}
		};
		await enqueue({ ...report('a'), as: 'tag-of-one' });
		await drain(signedOut);
		await drain(signedOut);
		expect(order).toEqual(['a']);
		expect(await arrivals()).toMatchObject([{ key: 'a', as: null }]);
	});

	it('stays its account’s once the server has it, whatever was asked for meanwhile', async () => {
		const { world } = away();
		await enqueue({ ...report('a'), as: 'tag-of-one' });
		const asked: World = {
			...world,
			fetch: async (path, init) => {
				const answer = await world.fetch(path, init);
				if (path !== '/healthz') await sendAsGuest('a');
				return answer;
			}
		};
		await drain(asked);
		expect(await arrivals()).toMatchObject([{ key: 'a', as: 'tag-of-one' }]);
	});

	it('is dated by the server’s clock, however wrong the phone’s is', async () => {
		const { world, reports, pass, serverIsAheadBy } = away();
		await enqueue(report('a'));
		serverIsAheadBy(-day);
		pass(2 * hour);
		await drain(world);
		const { occurred_at } = JSON.parse(reports.get('a')!.body) as { occurred_at: string };
		expect(Date.parse(occurred_at)).toBe(Date.UTC(2026, 4, 1) - day);
	});

	it('is not sent any more once it is deleted', async () => {
		const { world, order } = away();
		await enqueue(report('a'));
		await remove('a');
		await drain(world);
		expect(order).toEqual([]);
	});

	it('is never lost and never doubled, whatever happens to the line', async () => {
		const faults = fc.constantFrom<Fault>('none', 'before', 'after', '500', '503', '429', 'portal');
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
				fc.array(fc.array(faults, { maxLength: 8 }), { maxLength: 6 }),
				async (photoCounts, rounds) => {
					const db = await database();
					await Promise.all([db.clear('outbox'), db.clear('arrived')]);
					const { world, fail, pass, reports } = away();
					const keys = photoCounts.map((_, i) => `r${i}`);
					for (const [i, count] of photoCounts.entries()) {
						await enqueue(report(keys[i]!, count));
					}
					for (const round of rounds) {
						fail(...round);
						await Promise.all([drain(world), drain(world, { eager: true })]);
						const waiting = (await unsent()).map(({ key }) => key);
						const stored = (await arrivals()).map(({ key }) => key);
						expect([...waiting, ...stored].sort()).toEqual(keys);
						pass(10 * second);
					}
					fail();
					pass(day);
					await drain(world);
					expect(await unsent()).toEqual([]);
					expect([...reports.keys()].sort()).toEqual(keys);
					expect([...reports.values()].map(({ photos }) => photos.size)).toEqual(
						[...reports.keys()].map((key) => photoCounts[keys.indexOf(key)])
					);
				}
			),
			{ numRuns: 60 }
		);
	});
});

describe('the pause after a failure', () => {
	it.each([
		[1, 0, 2 * second],
		[2, 0, 4 * second],
		[5, 0, 32 * second],
		[30, 0, 5 * minute],
		[30, 1, 2.5 * minute]
	])('after %i tries, with chance %d, is %d ms', (attempts, chance, ms) => {
		expect(pauseAfter(attempts, chance)).toBe(ms);
	});

	it('ends when it is over, and when the clock was set back a day', () => {
		expect(isTime(1000, false, 999)).toBe(false);
		expect(isTime(1000, false, 1000)).toBe(true);
		expect(isTime(day, false, 0)).toBe(true);
		expect(isTime(30 * minute, true, 0)).toBe(false);
		expect(isTime(day, true, 0)).toBe(true);
	});
});

describe('when it happened', () => {
	it.each([
		['just now', 5 * minute, null],
		['an hour ago', hour, -hour],
		['before the clock was set back', -day, null],
		['a year ago by a clock that was wrong', 365 * day, null]
	])('%s', (_, ago, expected) => {
		const serverNow = Date.UTC(2026, 0, 1);
		const happened = happenedAt(0, ago, serverNow);
		expect(happened === null ? null : happened - serverNow).toBe(expected);
	});
});

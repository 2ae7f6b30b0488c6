import { asc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import type { NewWatch } from '../../src/lib/reports/watches';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { readInbox } from '../../src/lib/server/notifications/commands';
import { gridNames } from '../../src/lib/server/places/queries';
import { grids } from '../../src/lib/server/places/schema';
import { addWatch, removeWatch, tellDigests } from '../../src/lib/server/reports/commands/watches';
import { watchesOf } from '../../src/lib/server/reports/queries/watches';
import type { reports } from '../../src/lib/server/reports/schema';
import { freshTown } from '../support/database';
import { monday, people, plainReports, shanghai, type People } from '../support/factories';

const tuesday = shanghai('2026-01-06 08:00');
const afternoon = shanghai('2026-01-05 15:00');

let db: Db;
let who: People;
let here: { id: number; code: string; name: string };
let there: { id: number; code: string; name: string };

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const towns = await db.select().from(grids).orderBy(asc(grids.code)).limit(2);
	[here, there] = [towns[0]!, towns[1]!];
});

const watch = (input: Partial<NewWatch>, actor: Actor = who.resident, at = monday) =>
	addWatch(db, actor, { grid: null, group: null, ...input }, at);
const released = (
	many: number,
	changes: Partial<typeof reports.$inferInsert>,
	releasedAt = afternoon
) => plainReports(db, many, () => ({ releasedAt, gridId: here.id, ...changes }));
const letters = async (actor: Actor = who.resident) =>
	(await readInbox(db, actor.accountId!)).reverse();

describe('the morning after', () => {
	it('tells in one entry what was released, counted by what one follows', async () => {
		await watch({ grid: here.code });
		await watch({ group: 'traffic' });
		await released(3, { categoryGroup: 'sanitation' });
		await released(2, { categoryGroup: 'traffic' });
		await released(4, { categoryGroup: 'traffic', gridId: there.id });
		await released(9, { categoryGroup: 'sanitation', gridId: there.id });

		expect(await tellDigests(db, tuesday)).toBe(1);
		// the two of both are not counted twice
		expect(await letters()).toMatchObject([
			{
				title: '您关注的地方昨天（1月5日）公开了 9 件',
				body: `${here.name} · 全部类别 5 件；全部网格 · 交通秩序 6 件。`,
				href: '/reports?from=2026-01-05&to=2026-01-05'
			}
		]);
	});

	it('leads to just what was told where one thing is followed', async () => {
		await watch({ grid: here.code, group: 'traffic' });
		await released(1, { categoryGroup: 'traffic' });
		await released(1, { categoryGroup: 'sanitation' });
		await tellDigests(db, tuesday);
		expect(await letters()).toMatchObject([
			{
				title: '您关注的地方昨天（1月5日）公开了 1 件',
				href: `/reports?grid=${here.code}&group=traffic&from=2026-01-05&to=2026-01-05`
			}
		]);
	});

	it('tells nothing when there is nothing, and nothing of before one followed', async () => {
		await watch({ grid: here.code }, who.resident, afternoon);
		await released(2, {}, afternoon - 1);
		await released(1, { gridId: there.id });
		await released(1, { releasedAt: null });
		expect(await tellDigests(db, tuesday)).toBe(0);
		expect(await letters()).toEqual([]);
	});

	it('does not come before 08:00', async () => {
		await watch({ grid: here.code });
		await released(1, {});
		expect(await tellDigests(db, tuesday - 1)).toBe(0);
		expect(await tellDigests(db, tuesday)).toBe(1);
	});

	it('is told to each of many', async () => {
		for (const actor of [who.resident, who.neighbour, who.moderator]) {
			await watch({ grid: here.code }, actor);
		}
		await released(2, {});
		expect(await tellDigests(db, tuesday)).toBe(3);
		expect(await letters(who.neighbour)).toHaveLength(1);
	});
});

describe('however often it runs', () => {
	it('it tells once', async () => {
		await watch({ grid: here.code });
		await released(2, {});
		const told = [];
		for (let hour = 0; hour < 24; hour++) told.push(await tellDigests(db, tuesday + hour * hourMs));
		expect(told.reduce((a, b) => a + b)).toBe(1);
		expect(await letters()).toHaveLength(1);
	});

	it('also when four run at once', async () => {
		await watch({ grid: here.code });
		await watch({ grid: here.code }, who.neighbour);
		await released(2, {});
		const told = await Promise.all([1, 2, 3, 4].map(() => tellDigests(db, tuesday)));
		expect(told.reduce((a, b) => a + b)).toBe(2);
		expect([await letters(), await letters(who.neighbour)].map((all) => all.length)).toEqual([
			1, 1
		]);
	});

	it('each release is told on one morning and on no other', async () => {
		await watch({ grid: here.code });
		const midnight = shanghai('2026-01-06 00:00');
		await released(1, {}, midnight - 1);
		await released(2, {}, midnight);
		for (const at of [tuesday, tuesday + dayMs, tuesday + 2 * dayMs]) await tellDigests(db, at);
		expect((await letters()).map(({ title }) => title)).toEqual([
			'您关注的地方昨天（1月5日）公开了 1 件',
			'您关注的地方昨天（1月6日）公开了 2 件'
		]);
	});
});

describe('after a stop of some days', () => {
	it('one entry makes up for all of them', async () => {
		await watch({ grid: here.code });
		for (let day = 0; day < 3; day++) await released(1, {}, afternoon + day * dayMs);
		await tellDigests(db, tuesday + 2 * dayMs + 5 * hourMs);
		expect(await letters()).toMatchObject([
			{
				title: '您关注的地方1月5日以来公开了 3 件',
				href: `/reports?grid=${here.code}&from=2026-01-05&to=2026-01-07`
			}
		]);
	});

	it('before 08:00 it tells what should have been told the morning before', async () => {
		await watch({ grid: here.code });
		await released(1, {});
		await released(1, {}, afternoon + dayMs);
		await tellDigests(db, tuesday + 20 * hourMs);
		expect(await letters()).toMatchObject([{ title: '您关注的地方昨天（1月5日）公开了 1 件' }]);
	});
});

describe('following', () => {
	it('needs an area or a category that there is, once, and no more than twenty', async () => {
		await watch({ grid: here.code, group: 'traffic' });
		await expect(watch({ grid: here.code, group: 'traffic' })).rejects.toMatchObject({
			reason: 'conflict'
		});
		await expect(watch({ grid: 'nowhere' })).rejects.toMatchObject({ reason: 'invalid' });
		const codes = (await gridNames(db)).map(({ code }) => code);
		const wishes = ['sanitation', 'traffic'].flatMap((group) =>
			codes.map((grid) => ({ grid, group }))
		);
		const more = wishes.filter((wish) => wish.grid !== here.code).slice(0, 19);
		for (const wish of more) await watch(wish);
		await expect(watch({ group: 'facility' })).rejects.toMatchObject({
			message: '最多关注 20 项，请先取消一项'
		});
	});

	it('is ended by its owner alone', async () => {
		await watch({ grid: here.code });
		const [mine] = await watchesOf(db, who.resident.accountId!);
		await expect(removeWatch(db, who.neighbour, mine!.id, monday)).rejects.toMatchObject({
			reason: 'missing'
		});
		await removeWatch(db, who.resident, mine!.id, monday + minuteMs);
		await released(1, {});
		expect(await tellDigests(db, tuesday)).toBe(0);
	});

	it('an area that was switched off meanwhile stays in the list by its name', async () => {
		await watch({ grid: here.code });
		await db.update(grids).set({ active: false }).where(eq(grids.id, here.id));
		expect(await watchesOf(db, who.resident.accountId!)).toMatchObject([{ grid: here.name }]);
	});
});

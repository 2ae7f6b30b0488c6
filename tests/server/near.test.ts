import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { findCategory } from '../../src/lib/reports/categories';
import { roundTo50m } from '../../src/lib/places/geometry';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { setNear } from '../../src/lib/server/reports/commands/settings';
import { supportReport } from '../../src/lib/server/reports/commands/support';
import { withdrawReport } from '../../src/lib/server/reports/commands/release';
import { nearReports } from '../../src/lib/server/reports/queries/near';
import { categoryCatalogue } from '../../src/lib/server/reports/queries/settings';
import { freshTown } from '../support/database';
import {
	dogs,
	garbage,
	inTown,
	monday,
	people,
	praise,
	released,
	reportIn,
	shanghai,
	submitted,
	type People
} from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const north = (metres: number) => ({ ...inTown, lat: inTown.lat + metres / 111_195 });

async function shown(changes: object = {}, at = monday, reporter: Actor = guest) {
	const sent = await submitted(db, reporter, changes, at);
	await released(db, who, sent.code, at);
	return sent;
}

const near = (category = garbage, at = monday + hourMs, actor: Actor = guest, place = inTown) =>
	nearReports(db, actor, null, place, findCategory(category)!, at);
const codes = async (...asked: Parameters<typeof near>) =>
	(await near(...asked)).map(({ code }) => code);

describe('reports near by', () => {
	it('are released and open, with photo, distance, time and count', async () => {
		const { code } = await shown(north(30));
		await supportReport(db, who.resident, code, { device: null }, monday);
		expect(await near()).toMatchObject([
			{
				code,
				label: '暴露垃圾',
				state: 'submitted',
				photo: { src: expect.stringMatching(/\/public\?w=640$/), width: 800, height: 600 },
				where: '约 30 米',
				since: '1小时前',
				supportCount: 1,
				standing: 'open'
			}
		]);
	});

	it('that nobody released are not told, nor those withdrawn', async () => {
		await submitted(db);
		const { code } = await shown();
		expect(await codes()).toEqual([code]);
		await withdrawReport(db, who.moderator, code, monday);
		expect(await codes()).toEqual([]);
		expect(await codes(garbage, monday, who.moderator)).toEqual([]);
	});

	it.each(['closed', 'rejected', 'merged'] as const)('that are %s are not told', async (state) => {
		const { code, at } = await reportIn(db, who, state);
		await released(db, who, code, at);
		expect(await codes(garbage, at)).not.toContain(code);
	});

	it('are within the radius and the days of the category', async () => {
		const inside = await shown(north(45));
		await shown(north(60));
		await shown({}, monday - 9 * dayMs);
		const days = await shown({}, monday - 6 * dayMs);
		expect(await codes()).toEqual([days.code, inside.code]);
	});

	it('are of the same category first, then of the same group, and of no other', async () => {
		const sameGroup = await shown({ category: 'sanitation.bin_overflow' });
		const same = await shown(north(40));
		await shown({ category: 'facility.manhole' });
		expect(await codes()).toEqual([same.code, sameGroup.code]);
	});

	it('of one group are of one kind', async () => {
		await shown({ category: 'traffic.jaywalking' });
		expect(await codes('traffic.illegal_parking')).toEqual([]);
	});

	it('are the five nearest', async () => {
		const all = [];
		for (const metres of [48, 8, 40, 16, 32, 24]) all.push(await shown(north(metres)));
		const [, a, c2, b, c1, c] = all.map(({ code }) => code);
		expect(await codes()).toEqual([a, b, c, c1, c2]);
	});

	it('are nothing for praise', async () => {
		await shown({ category: praise });
		expect(await codes(praise)).toEqual([]);
	});

	it('say to the reporter and to who joined that they count already', async () => {
		const { code, reporter } = await shown();
		await supportReport(db, who.resident, code, { device: null }, monday);
		const standing = async (actor: Actor) => (await near(garbage, monday, actor))[0]!.standing;
		expect(await standing(reporter)).toBe('own');
		expect(await standing(who.resident)).toBe('joined');
		expect(await standing(who.neighbour)).toBe('open');
	});
});

describe('conduct near by', () => {
	it('is at its rounded place, to the day, however it is asked', async () => {
		const at = shanghai('2026-01-05 09:41');
		const exact = { lat: 35.5812347, lng: 118.8365431 };
		const { code } = await shown({ category: dogs, ...exact }, at);
		const said = new Set<string>();
		for (const time of [at + minuteMs, at + 3 * hourMs, shanghai('2026-01-06 23:59')]) {
			const [found] = await near(dogs, time, guest, roundTo50m(exact));
			expect(found).toMatchObject({ code, where: '就在附近' });
			said.add(found!.since);
		}
		expect([...said].join()).not.toMatch(/小时|分钟|:|09/);
		expect(await near(dogs, shanghai('2026-01-07 00:01'), guest, exact)).toEqual([]);
	});
});

describe('the town’s own radius and days', () => {
	const set = (near: { metres: number; days: number } | null, actor = who.moderator) =>
		setNear(db, actor, { category: garbage, near }, monday);

	it('hold at once, and the standard holds again when restored', async () => {
		const { code } = await shown(north(60), monday - 9 * dayMs);
		expect(await codes()).toEqual([]);
		await set({ metres: 80, days: 10 });
		expect(await codes()).toEqual([code]);
		await set(null);
		expect(await codes()).toEqual([]);
		const trail = (await auditOf(db, `category:${garbage}`)).map(({ detail }) => detail);
		expect(trail).toEqual([
			'{"nearMetres":80,"nearDays":10}',
			'{"nearMetres":null,"nearDays":null}'
		]);
	});

	it('stand in the catalogue beside the standard', async () => {
		await set({ metres: 80, days: 7 });
		const all = (await categoryCatalogue(db)).flatMap(({ categories }) => categories);
		expect(all).toHaveLength(55);
		expect(all.find(({ id }) => id === garbage)).toMatchObject({
			near: { metres: 80, days: 7 },
			standard: { metres: 50, days: 7 }
		});
	});

	it('are the office’s to set, and of what can be the same at all', async () => {
		for (const actor of [guest, who.resident, who.handler, who.checker]) {
			await expect(set({ metres: 80, days: 7 }, actor)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
		const near = { metres: 80, days: 7 };
		const attempt = (category: string) => setNear(db, who.moderator, { category, near }, monday);
		await expect(attempt(praise)).rejects.toMatchObject({ reason: 'invalid' });
		await expect(attempt('sanitation.nothing')).rejects.toMatchObject({ reason: 'missing' });
	});
});

import { beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import {
	bringSpotBack,
	setSpotAside,
	suggestedSpots
} from '../../src/lib/server/volunteering/hot-spots';
import { addPattern, addPost } from '../../src/lib/server/volunteering/posts';
import { freshTown } from '../support/database';
import { inTown, people, plainReports, shanghai, type Cast } from '../support/factories';

const monday = shanghai('2026-03-02 17:10');
const now = shanghai('2026-03-20 09:00');
let db: Db;
let who: Cast;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const littering = {
	kind: 'conduct' as const,
	category: 'conduct.littering',
	categoryGroup: 'conduct',
	state: 'noted' as const
};
const sent = (many: number, changes: object = {}) =>
	plainReports(db, many, (n) => {
		const at = monday + (n % 4) * dayMs;
		return { ...littering, occurredAt: at, submittedAt: at, stateSince: at, ...changes };
	});

async function post(metresNorth: number) {
	return addPost(
		db,
		who.moderator,
		{
			...{ name: '人民路口', kind: 'crossing', lat: inTown.lat + metresNorth / 111_195 },
			...{ lng: inTown.lng, unitId: null, task: '劝导', kit: '', risks: '' },
			...{ hazardous: false, minimumAge: 16, insured: false }
		},
		monday
	);
}

describe('what residents report of conduct', () => {
	it('suggests where and when, but not by what was refused, is no conduct or is long ago', async () => {
		await sent(4);
		await sent(2, { state: 'rejected' });
		await sent(2, { state: 'merged' });
		await sent(2, { kind: 'issue', category: 'sanitation.exposed_garbage' });
		const before = monday - 100 * dayMs;
		await sent(2, { occurredAt: before, submittedAt: before, stateSince: before });
		expect(await suggestedSpots(db, now)).toEqual([]);
		await sent(1);
		expect(await suggestedSpots(db, now)).toMatchObject([{ many: 5, post: null, aside: null }]);
	});

	it('names the post that is near, and says when it is looked after already', async () => {
		await sent(5);
		const postId = await post(120);
		expect(await suggestedSpots(db, now)).toMatchObject([
			{ post: { id: postId, name: '人民路口', covered: false } }
		]);
		const times = { start: 17 * 60, end: 19 * 60, least: 1, most: 2 };
		const year = { days: 'workday' as const, seasonFrom: '01-01', seasonTo: '12-31' };
		await addPattern(db, who.moderator, { postId, ...times, ...year }, now);
		expect(await suggestedSpots(db, now)).toMatchObject([{ post: { covered: true } }]);
	});

	it('names none that is too far', async () => {
		await sent(5);
		await post(170);
		expect(await suggestedSpots(db, now)).toMatchObject([{ post: null }]);
	});
});

describe('a hot spot', () => {
	it('is set aside with a reason, and brought back', async () => {
		await sent(5);
		const [{ spot } = { spot: '' }] = await suggestedSpots(db, now);
		await setSpotAside(db, who.moderator, { spot, reason: '正在修路' }, now);
		expect(await suggestedSpots(db, now)).toMatchObject([{ aside: { reason: '正在修路' } }]);
		await bringSpotBack(db, who.moderator, { spot }, now);
		expect(await suggestedSpots(db, now)).toMatchObject([{ aside: null }]);
		await expect(bringSpotBack(db, who.moderator, { spot }, now)).rejects.toMatchObject({
			reason: 'missing'
		});
	});

	it('is the desk’s to set aside, and must be there', async () => {
		const input = { spot: '1.1.workday.8', reason: '没有' };
		await expect(setSpotAside(db, who.resident, input, now)).rejects.toMatchObject({
			reason: 'forbidden'
		});
		await expect(setSpotAside(db, who.moderator, input, now)).rejects.toMatchObject({
			reason: 'missing'
		});
	});
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { dayMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { ownCalendar, shiftCalendar } from '../../src/lib/server/volunteering/calendar';
import { addShift, callOff } from '../../src/lib/server/volunteering/changes';
import {
	endFeed,
	feedSince,
	makeFeed,
	shiftForCalendar,
	shiftsOfFeed
} from '../../src/lib/server/volunteering/feeds';
import { shiftFeeds } from '../../src/lib/server/volunteering/groups-schema';
import { leaveVolunteers, ownVolunteerData } from '../../src/lib/server/volunteering/own';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { cancelSignup, joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import { freshTown } from '../support/database';
import { inTown, people, rowCounts, seal, shanghai, type Cast } from '../support/factories';

const noon = shanghai('2026-03-02 12:00');
const site = { origin: 'https://town.example', at: noon };
let db: Db;
let who: Cast;
let postId: number;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const post = {
		...{ ...inTown, name: '人民路口, 东南角; 一号', kind: 'crossing' as const, unitId: null },
		...{ task: '请行人等绿灯，'.repeat(12), kit: '红马甲、小旗', risks: '' },
		...{ hazardous: false, minimumAge: 16, insured: true }
	};
	postId = await addPost(db, who.moderator, post, noon);
	for (const actor of [who.resident, who.neighbour]) {
		await joinVolunteers(db, actor, { ageBand: '18-59', consent: false, trained: true }, noon);
	}
});

const shift = (day: string, most = 2) => {
	const form = { postId, day, start: 1380, end: 60, least: 1, most, leadId: null };
	return addShift(db, who.moderator, { ...form, note: '在东南角集合' }, noon);
};
const signsUp = (actor: Actor, code: string) => signUp(db, actor, code, { risks: true }, noon);

/** Lines with their folds undone, as RFC 5545 §3.1 says. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar', () => {
	it('is written as the standard wants it', async () => {
		const code = await shift('2026-03-05');
		const text = shiftCalendar(await shiftForCalendar(db, code), site);
		expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
		expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
		for (const line of text.split('\r\n')) {
			expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
		}
		const lines = unfolded(text);
		expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
		expect(lines).toEqual(
			expect.arrayContaining([
				`UID:${code}@tongxing`,
				'X-WR-TIMEZONE:Asia/Shanghai',
				// from 23:00 in Shanghai to 01:00
				'DTSTART:20260305T150000Z',
				'DTEND:20260305T170000Z',
				'DTSTAMP:20260302T040000Z',
				'STATUS:CONFIRMED',
				'SUMMARY:文明劝导：人民路口\\, 东南角\\; 一号',
				`URL;VALUE=URI:https://town.example/shifts/${code}`
			])
		);
		expect(text).not.toContain('VALARM');
	});

	it('of a shift says nothing of who comes, and that it is called off', async () => {
		const code = await shift('2026-03-05');
		await signsUp(who.resident, code);
		await callOff(db, who.moderator, code, '当天有暴雨', noon);
		const lines = unfolded(shiftCalendar(await shiftForCalendar(db, code), site));
		expect(lines).toContain('STATUS:CANCELLED');
		expect(lines.join()).toContain('当天有暴雨');
		expect(lines.join()).not.toContain('ATTENDEE');
	});
});

describe('the calendar of a volunteer', () => {
	it('has what is confirmed, offered and cancelled, each once by how it stands now', async () => {
		const [mine, offered, gone] = [
			await shift('2026-03-05'),
			await shift('2026-03-08', 1),
			await shift('2026-03-11')
		];
		await signsUp(who.resident, mine);
		await cancelSignup(db, who.resident, mine, noon);
		await signsUp(who.resident, mine);
		await signsUp(who.neighbour, offered);
		await signsUp(who.resident, offered);
		await signsUp(who.resident, gone);
		await cancelSignup(db, who.resident, gone, noon);
		const token = await makeFeed(db, who.resident, noon);
		const statuses = async () => {
			const text = ownCalendar(await shiftsOfFeed(db, token, noon), site);
			return unfolded(text).filter((line) => /^(UID|STATUS):/.test(line));
		};
		expect(await statuses()).toEqual([
			`UID:${mine}@tongxing`,
			'STATUS:CONFIRMED',
			`UID:${gone}@tongxing`,
			'STATUS:CANCELLED'
		]);
		await cancelSignup(db, who.neighbour, offered, noon);
		expect(await statuses()).toEqual(expect.arrayContaining(['STATUS:TENTATIVE']));
		expect(await shiftsOfFeed(db, token, noon + 60 * dayMs)).toEqual([]);
	});

	it('is open to its address alone, until that is changed, ended or its owner is gone', async () => {
		const missing = { reason: 'missing' };
		const first = await makeFeed(db, who.resident, noon);
		const kept = JSON.stringify(await db.select().from(shiftFeeds));
		expect(kept).not.toContain(first);
		const second = await makeFeed(db, who.resident, noon + 1);
		await expect(shiftsOfFeed(db, first, noon)).rejects.toMatchObject(missing);
		expect(await shiftsOfFeed(db, second, noon)).toEqual([]);
		await endFeed(db, who.resident, noon);
		await expect(shiftsOfFeed(db, second, noon)).rejects.toMatchObject(missing);
		expect(await feedSince(db, who.resident)).toBeNull();
		const third = await makeFeed(db, who.resident, noon);
		expect(await ownVolunteerData(db, seal, who.resident.accountId!)).toMatchObject({
			calendarSince: new Date(noon).toISOString()
		});
		await leaveVolunteers(db, who.resident.accountId!, noon);
		await expect(shiftsOfFeed(db, third, noon)).rejects.toMatchObject(missing);
		expect((await rowCounts(db)).shift_feeds).toBe(0);
	});
});

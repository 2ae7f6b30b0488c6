import type { Actor } from '../../src/lib/accounts/roles';
import { addDays, dayMs, dayOf, hourMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { listPlaces } from '../../src/lib/server/places/lists';
import { carryOutPlan } from '../../src/lib/server/volunteering/planning';
import { addPattern, addPost } from '../../src/lib/server/volunteering/posts';
import { openShifts } from '../../src/lib/server/volunteering/queries';
import { joinVolunteers, signUp } from '../../src/lib/server/volunteering/sign-ups';
import type { PostKind } from '../../src/lib/volunteering/posts';
import { chance } from './chance';
import { makeCrowd, type Cast } from './people';

const kindOf: Partial<Record<string, PostKind>> = {
	junction: 'crossing',
	bus_stop: 'bus_stop',
	school: 'school_gate',
	market: 'market'
};
const jobs: Record<PostKind, { task: string; risks: string }> = {
	crossing: {
		task: '提醒行人走斑马线、等绿灯，提醒骑车人戴头盔、不越线',
		risks: '站在人行道上，不进车道；夜间和雨天穿反光背心'
	},
	bus_stop: { task: '请乘客排队候车，帮老人和带孩子的人上下车', risks: '离站台边沿一步远' },
	school_gate: { task: '护送学生过街，请接送车辆即停即走', risks: '车多人多，注意倒车' },
	market: { task: '请摊主不占道，请大家把垃圾放进桶里', risks: '地面湿滑，注意货车' },
	other: { task: '劝一句、扶一把', risks: '' }
};
const allYear = { seasonFrom: '01-01', seasonTo: '12-31' };
const morning = { start: 7 * 60, end: 9 * 60 };
const evening = { start: 16 * 60 + 30, end: 18 * 60 + 30 };

/** 劝导点位 with their patterns, the shifts of two weeks, and who signed up for them. */
export async function fillShifts(
	db: Db,
	cast: Cast,
	{ now, seed, volunteers = 120 }: { now: number; seed: number; volunteers?: number }
): Promise<void> {
	const random = chance(seed + 7);
	await makePosts(db, cast.moderator, now - 30 * dayMs);
	const range = { from: dayOf(now), to: addDays(dayOf(now), 14) };
	await carryOutPlan(db, cast.moderator, range, now);
	const crowd = [cast.volunteer, cast.lead, ...(await makeCrowd(db, volunteers, now - 20 * dayMs))];
	for (const actor of crowd) {
		const ageBand = random.happens(0.2) ? '60+' : '18-59';
		const said = { ageBand, consent: false, trained: true } as const;
		await joinVolunteers(db, actor, said, now - 20 * dayMs);
	}
	const shifts = await openShifts(db, now, now + 15 * dayMs);
	for (const { code, startsAt, most } of shifts) {
		if (startsAt <= now + hourMs) continue;
		// full with a line, half empty, or nobody yet
		const asking = random.one([0, 1, Math.ceil(most / 2), most, most + 3]);
		for (let n = 0; n < asking; n++) {
			await signUp(db, random.one(crowd), code, { risks: true }, now);
		}
	}
	const first = shifts.find(({ startsAt }) => startsAt > now + dayMs);
	if (first) await signUp(db, cast.volunteer, first.code, { risks: true }, now);
}

async function makePosts(db: Db, planner: Actor, at: number) {
	for (const { name, kind, lat, lng } of await listPlaces(db)) {
		const what = kindOf[kind];
		if (!what) continue;
		const post = {
			name,
			kind: what,
			lat,
			lng,
			unitId: null,
			...jobs[what],
			kit: '红马甲、小旗、哨子',
			hazardous: false,
			minimumAge: what === 'crossing' ? 16 : 14,
			insured: true
		} as const;
		const postId = await addPost(db, planner, post, at);
		const room = { postId, least: 2, most: what === 'market' ? 6 : 4 };
		const days = what === 'school_gate' ? 'school_day' : 'workday';
		await addPattern(db, planner, { ...room, days, ...allYear, ...morning }, at);
		await addPattern(db, planner, { ...room, days, ...allYear, ...evening }, at);
		if (what === 'market') {
			await addPattern(db, planner, { ...room, days: 'restday', ...allYear, ...morning }, at);
		}
	}
}

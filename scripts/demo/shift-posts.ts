import { readFile } from 'node:fs/promises';
import type { FeatureCollection, LineString } from 'geojson';
import type { Actor } from '../../src/lib/accounts/roles';
import { distanceMetres, type LatLng } from '../../src/lib/places/geometry';
import type { Db } from '../../src/lib/server/db';
import { listPlaces } from '../../src/lib/server/places/lists';
import { addPattern, addPost } from '../../src/lib/server/volunteering/posts';
import type { PostKind } from '../../src/lib/volunteering/posts';
import { townFiles } from './load-town';

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

/** Between one post and the next, metres. */
const apart = 120;

type Spot = LatLng & { name: string; kind: PostKind };

/** Where volunteers stand: the places of the town that want them, and where people cross its streets. */
export async function demoPosts(
	db: Db,
	most: number
): Promise<{ places: Spot[]; crossings: Spot[] }> {
	const wanting = (await listPlaces(db)).flatMap(({ name, kind, lat, lng }) => {
		const what = kindOf[kind];
		return what ? [{ name, kind: what, lat, lng }] : [];
	});
	const places = wanting.slice(0, most);
	const text = await readFile(townFiles.streets, 'utf8');
	const streets = (JSON.parse(text) as FeatureCollection<LineString>).features;
	const crossings: Spot[] = [];
	for (const { properties, geometry } of streets) {
		const { coordinates } = geometry;
		const [lng = 0, lat = 0] = coordinates[Math.floor(coordinates.length / 2)]!;
		const taken = [...places, ...crossings];
		if (taken.length === most) break;
		if (taken.some((post) => distanceMetres(post, { lat, lng }) < apart)) continue;
		const name = `${String(properties?.segment)}人行横道`;
		crossings.push({ name, kind: 'crossing', lat, lng });
	}
	return { places, crossings };
}

/** Posts with when somebody is wanted there: at `busy` ones twice a working day. */
export async function makePosts(
	db: Db,
	planner: Actor,
	spots: readonly Spot[],
	{ busy }: { busy: boolean },
	at: number
): Promise<void> {
	for (const [n, { kind, ...spot }] of spots.entries()) {
		const postId = await addPost(
			db,
			planner,
			{
				...{ ...spot, kind, unitId: null, ...jobs[kind], kit: '红马甲、小旗、哨子' },
				...{ hazardous: false, minimumAge: kind === 'crossing' ? 16 : 14, insured: true }
			},
			at
		);
		const room = { postId, least: 2, most: kind === 'market' ? 6 : 4, ...allYear };
		const days = kind === 'school_gate' ? 'school_day' : 'workday';
		const times = busy ? [morning, evening] : [n % 2 ? morning : evening];
		for (const time of times) await addPattern(db, planner, { ...room, days, ...time }, at);
		if (kind === 'market') {
			await addPattern(db, planner, { ...room, days: 'restday', ...morning }, at);
		}
	}
}

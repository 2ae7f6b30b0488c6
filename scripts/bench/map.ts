import type { FeatureCollection } from 'geojson';
import { dayMs, dayOf } from '../../src/lib/time/shanghai';
import { officeOf } from './office';
import { percentile, timeOf } from './rounds';
import { figures, verdict, type Line } from './table';
import { townOf } from './towns';

const centre = { lat: 35.581, lng: 118.836 };
export const screens = { phone: { width: 390, height: 600 }, desk: { width: 1280, height: 800 } };
export const zooms = Array.from({ length: 15 }, (_, i) => i + 6);
const mostFeatures = 500;
const repeats = 25;

type Window = { zoom: number; url: string; times: number[]; features: number };

export async function map(): Promise<Line[]> {
	const { origin } = await townOf(100_000);
	const windows = zooms.map((zoom) => ({
		phone: windowAt(`${origin}/api/map/reports`, zoom, screens.phone),
		desk: windowAt(`${origin}/api/map/reports`, zoom, screens.desk)
	}));
	for (let n = 0; n <= repeats; n++) {
		for (const { phone, desk } of windows) {
			for (const window of [phone, desk]) await ask(window, n > 0);
		}
	}
	const all = windows.flatMap(({ phone, desk }) => [phone, desk]);
	const most = Math.max(...all.map(({ features }) => features));
	return [
		...windows.map(({ phone, desk }) => ({
			what: `zoom ${phone.zoom}`,
			figure: `phone ${summary(phone)}`,
			against: `desk ${summary(desk)}`
		})),
		{
			what: 'all',
			figure: figures(all.flatMap(({ times }) => times)),
			bound: verdict(`at most ${mostFeatures} features (${most})`, most <= mostFeatures)
		}
	];
}

async function ask(window: Window, counts: boolean, get = plainly): Promise<void> {
	let answer = '';
	const time = await timeOf(async () => {
		const response = await get(window.url);
		if (response.status !== 200) throw new Error(`${window.url}: ${response.status}`);
		answer = await response.text();
	});
	if (counts) window.times.push(time);
	else window.features = (JSON.parse(answer) as FeatureCollection).features.length;
}

const plainly = (url: string): Promise<Response> => fetch(url);

const officeAsks = [
	'layer=lamps',
	'layer=lamps&group=traffic',
	'layer=heat',
	'layer=heat&group=traffic',
	`layer=heat&day=${dayOf(Date.now() - 40 * dayMs)}`,
	'layer=grids&figure=overdue',
	'layer=grids&figure=failed',
	`layer=grids&figure=open&day=${dayOf(Date.now() - 89 * dayMs)}`
];
const officeBound = 50;

/** The office's map: every layer at every zoom. */
export async function officeMap(): Promise<Line[]> {
	const lines: Line[] = [];
	for (const many of [100_000, 1_000_000]) {
		const { moderator, server, stop } = await officeOf(many);
		const get = (url: string) => moderator.get(url.slice(server.origin.length));
		for (const query of officeAsks) {
			const windows = zooms.map((zoom) =>
				windowAt(`${server.origin}/api/map/cases`, zoom, screens.desk, query)
			);
			for (let n = 0; n <= officeRepeats; n++) {
				for (const window of windows) await ask(window, n > 0, get);
			}
			const times = windows.flatMap((window) => window.times);
			const most = Math.max(...windows.map(({ features }) => features));
			const holds = percentile(times, 0.95) < officeBound && most <= mostFeatures;
			lines.push({
				what: `${many}: ${query}`,
				figure: figures(times),
				against: `at most ${most} features`,
				bound: verdict(`p95 below ${officeBound} ms`, holds)
			});
		}
		await stop();
	}
	return lines;
}
const officeRepeats = 8;

const summary = ({ times, features }: Window): string =>
	`${figures(times)} (${String(features).padStart(3)})`;

type Screen = { width: number; height: number };

function windowAt(path: string, zoom: number, screen: Screen, more = ''): Window {
	const url = `${path}?bbox=${windowOn(zoom, screen)}&zoom=${zoom}&${more}`;
	return { zoom, url, times: [], features: 0 };
}

/** West, south, east and north of what a screen shows of the town. */
export function windowOn(zoom: number, { width, height }: Screen): string {
	const world = 256 * 2 ** zoom;
	const x = ((centre.lng + 180) / 360) * world;
	const y = ((1 - Math.asinh(Math.tan((centre.lat * Math.PI) / 180)) / Math.PI) / 2) * world;
	const lng = (pixel: number) => (pixel / world) * 360 - 180;
	const lat = (pixel: number) =>
		(Math.atan(Math.sinh(Math.PI * (1 - (2 * pixel) / world))) * 180) / Math.PI;
	const west = lng(x - width / 2);
	const east = lng(x + width / 2);
	const south = lat(y + height / 2);
	const north = lat(y - height / 2);
	return [west, south, east, north].join(',');
}

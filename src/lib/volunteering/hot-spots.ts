import type { LatLng } from '../places/geometry';
import { dayMs, dayOf, hourMs, startOfDay } from '../time/shanghai';
import type { DayKind } from './patterns';

/** When reports of conduct make a hot spot. */
export const thresholds = {
	/** So many days are looked back on. */
	days: 90,
	/** Side of a cell, metres. */
	cellMetres: 200,
	blockHours: 2,
	leastReports: 5,
	/** One bad afternoon is not a habit. */
	leastDays: 3,
	/** A post this near is the spot's own, metres. */
	postMetres: 150
} as const;

export type ConductReport = LatLng & { code: string; category: string; occurredAt: number };

export type HotSpot = LatLng & {
	/** Cell, kind of day and hours: the same next week. */
	spot: string;
	days: Extract<DayKind, 'workday' | 'restday'>;
	startHour: number;
	endHour: number;
	many: number;
	/** In order. */
	onDays: string[];
	/** The most frequent first. */
	categories: { category: string; many: number }[];
	/** The latest first. */
	codes: string[];
};

/** Metres of a degree of latitude, on a sphere of the earth's mean radius. */
const metresPerDegree = 111_195;

/** Where and when the same trouble came again and again, the strongest first. */
export function hotSpots(
	reports: readonly ConductReport[],
	isWorkday: (day: string) => boolean
): HotSpot[] {
	const found = new Map<string, ConductReport[]>();
	for (const report of reports) {
		const key = spotOf(report, isWorkday);
		const there = found.get(key);
		if (there) there.push(report);
		else found.set(key, [report]);
	}
	return [...found]
		.map(([spot, there]) => described(spot, there))
		.filter(
			({ many, onDays }) => many >= thresholds.leastReports && onDays.length >= thresholds.leastDays
		)
		.sort(
			(a, b) => b.many - a.many || b.onDays.length - a.onDays.length || (a.spot < b.spot ? -1 : 1)
		);
}

function spotOf({ lat, lng, occurredAt }: ConductReport, isWorkday: (day: string) => boolean) {
	const latStep = thresholds.cellMetres / metresPerDegree;
	const row = Math.floor(lat / latStep);
	const lngStep = latStep / Math.cos(((row + 0.5) * latStep * Math.PI) / 180);
	const day = dayOf(occurredAt);
	const hour = Math.floor((occurredAt - startOfDay(day)) / hourMs);
	const block = hour - (hour % thresholds.blockHours);
	return [row, Math.floor(lng / lngStep), isWorkday(day) ? 'workday' : 'restday', block].join('.');
}

/** What `spotOf` wrote. */
export const isSpot = (text: string): boolean =>
	/^-?\d{1,7}\.-?\d{1,7}\.(workday|restday)\.\d{1,2}$/.test(text);

function described(spot: string, there: readonly ConductReport[]): HotSpot {
	const [, , days, block] = spot.split('.');
	const latest = there.toSorted((a, b) => b.occurredAt - a.occurredAt);
	const counts = new Map<string, number>();
	for (const { category } of there) counts.set(category, (counts.get(category) ?? 0) + 1);
	const middle = (side: 'lat' | 'lng') =>
		there.reduce((sum, report) => sum + report[side], 0) / there.length;
	return {
		spot,
		days: days === 'workday' ? 'workday' : 'restday',
		startHour: Number(block),
		endHour: Number(block) + thresholds.blockHours,
		many: there.length,
		onDays: [...new Set(latest.map(({ occurredAt }) => dayOf(occurredAt)))].sort(),
		categories: [...counts]
			.map(([category, many]) => ({ category, many }))
			.sort((a, b) => b.many - a.many || (a.category < b.category ? -1 : 1)),
		codes: latest.map(({ code }) => code),
		lat: middle('lat'),
		lng: middle('lng')
	};
}

/** Since when reports count, ms. */
export const looksBackTo = (at: number): number => at - thresholds.days * dayMs;

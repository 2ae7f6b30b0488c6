import type { Position } from 'geojson';
import { distanceMetres, type LatLng } from '../places/geometry';

/** A street without a poster for this far has a gap, metres. */
export const gapMetres = 200;
/** How finely a street is looked at, metres. */
const stepMetres = 20;

export type Street = { street: string; name: string; line: readonly Position[] };

/** A stretch of a segment from which no poster that counts is within `gapMetres`. */
export type Gap = {
	street: string;
	segment: string;
	/** Metres. */
	length: number;
	/** Where a poster would be missed most. */
	middle: LatLng;
};

export type StreetCoverage = {
	street: string;
	/** Metres in all, and of them with a poster near. */
	length: number;
	covered: number;
	gaps: Gap[];
};

/** How far the posters of a town reach along its streets, by street, the one with the longest gaps first. */
export function coverageOf(
	streets: readonly Street[],
	posters: readonly LatLng[]
): StreetCoverage[] {
	const found = new Map<string, StreetCoverage>();
	for (const { street, name, line } of streets) {
		const whole = found.get(street) ?? { street, length: 0, covered: 0, gaps: [] };
		const steps = stepsAlong(line);
		const near = steps.map(({ at }) => posters.some((one) => distanceMetres(one, at) <= gapMetres));
		whole.length += steps.reduce((sum, { metres }) => sum + metres, 0);
		whole.covered += steps.reduce((sum, { metres }, i) => sum + (near[i] ? metres : 0), 0);
		whole.gaps.push(...gapsIn(street, name, steps, near));
		found.set(street, whole);
	}
	return [...found.values()].sort((a, b) => b.length - b.covered - (a.length - a.covered));
}

type Step = { at: LatLng; metres: number };

/** A line as equal steps, each by its middle. */
function stepsAlong(line: readonly Position[]): Step[] {
	return line.slice(1).flatMap(([toLng = 0, toLat = 0], i) => {
		const [lng = 0, lat = 0] = line[i]!;
		const metres = distanceMetres({ lat, lng }, { lat: toLat, lng: toLng });
		const many = Math.max(1, Math.round(metres / stepMetres));
		return Array.from({ length: many }, (_, n): Step => {
			const part = (n + 0.5) / many;
			const at = { lat: lat + (toLat - lat) * part, lng: lng + (toLng - lng) * part };
			return { at, metres: metres / many };
		});
	});
}

function gapsIn(
	street: string,
	segment: string,
	steps: readonly Step[],
	near: readonly boolean[]
): Gap[] {
	const runs: Step[][] = [];
	steps.forEach((step, i) => {
		if (near[i]) return;
		if (i > 0 && !near[i - 1]) runs.at(-1)!.push(step);
		else runs.push([step]);
	});
	return runs.map((run) => ({
		street,
		segment,
		length: Math.round(run.reduce((sum, { metres }) => sum + metres, 0)),
		middle: run[Math.floor(run.length / 2)]!.at
	}));
}

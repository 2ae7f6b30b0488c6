import { distanceMetres, type LatLng } from './geometry';

/** Metres walked from `from` to each of `stops` in turn; no way back. */
export function routeMetres(from: LatLng, stops: readonly LatLng[]): number {
	let metres = 0;
	let at = from;
	for (const stop of stops) {
		metres += distanceMetres(at, stop);
		at = stop;
	}
	return metres;
}

/** Always to the nearest of those that are left. */
export function nearestNeighbour<Stop extends LatLng>(
	from: LatLng,
	stops: readonly Stop[]
): Stop[] {
	const left = [...stops];
	const route: Stop[] = [];
	let at = from;
	while (left.length > 0) {
		const next = nearest(at, left);
		const [stop] = left.splice(next, 1);
		route.push(stop!);
		at = stop!;
	}
	return route;
}

function nearest(at: LatLng, among: readonly LatLng[]): number {
	let best = 0;
	let least = Infinity;
	for (const [i, stop] of among.entries()) {
		const metres = distanceMetres(at, stop);
		if (metres < least) [best, least] = [i, metres];
	}
	return best;
}

/** A gain below this is rounding, not a shorter way, metres. */
const worthwhile = 0.01;

/**
 * A short way on foot from `from` past all of `stops`: the nearest neighbour's, with crossings taken
 * out (2-opt) until turning any stretch round makes it no shorter. Never longer than the nearest
 * neighbour's; as the crow flies, since the town's drawing has no footpaths.
 */
export function walkingRoute<Stop extends LatLng>(from: LatLng, stops: readonly Stop[]): Stop[] {
	const route = nearestNeighbour(from, stops);
	const place = (i: number): LatLng => (i < 0 ? from : route[i]!);
	for (let shorter = true; shorter;) {
		shorter = false;
		for (let i = 0; i < route.length - 1; i++) {
			for (let j = i + 1; j < route.length; j++) {
				const before =
					distanceMetres(place(i - 1), place(i)) +
					(j + 1 < route.length ? distanceMetres(place(j), place(j + 1)) : 0);
				const after =
					distanceMetres(place(i - 1), place(j)) +
					(j + 1 < route.length ? distanceMetres(place(i), place(j + 1)) : 0);
				if (before - after <= worthwhile) continue;
				route.splice(i, j - i + 1, ...route.slice(i, j + 1).reverse());
				shorter = true;
			}
		}
	}
	return route;
}

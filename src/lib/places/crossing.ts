import type { LatLng } from './geometry';

export const same = (a: LatLng, b: LatLng) => a.lat === b.lat && a.lng === b.lng;

/** Also where it only touches itself. Takes a closed ring without repeated neighbours. */
export function crossesItself(ring: LatLng[]): boolean {
	const edges = ring.length - 1;
	if (edges < 3) return true;
	for (let i = 0; i < edges; i++) {
		if (side(ring[i]!, ring[i + 1]!, ring[(i + 2) % edges]!) === 0) {
			if (turnsBack(ring[i]!, ring[i + 1]!, ring[(i + 2) % edges]!)) return true;
		}
		for (let j = i + 2; j < edges - (i === 0 ? 1 : 0); j++) {
			if (touch(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!)) return true;
		}
	}
	return false;
}

/** Which side of a→b the point lies on: 1, 0 (on the line) or -1. */
const side = (a: LatLng, b: LatLng, p: LatLng) =>
	Math.sign((b.lng - a.lng) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lng - a.lng));

const turnsBack = (a: LatLng, b: LatLng, c: LatLng) =>
	(b.lng - a.lng) * (c.lng - b.lng) + (b.lat - a.lat) * (c.lat - b.lat) < 0;

const inBox = (a: LatLng, b: LatLng, p: LatLng) =>
	Math.min(a.lng, b.lng) <= p.lng &&
	p.lng <= Math.max(a.lng, b.lng) &&
	Math.min(a.lat, b.lat) <= p.lat &&
	p.lat <= Math.max(a.lat, b.lat);

function touch(a: LatLng, b: LatLng, c: LatLng, d: LatLng): boolean {
	const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
	if (abc * abd < 0 && cda * cdb < 0) return true;
	return (
		(abc === 0 && inBox(a, b, c)) ||
		(abd === 0 && inBox(a, b, d)) ||
		(cda === 0 && inBox(c, d, a)) ||
		(cdb === 0 && inBox(c, d, b))
	);
}

/** Whether two edges cross each other in one point that is no end of either. */
export const properlyCross = (a: LatLng, b: LatLng, c: LatLng, d: LatLng): boolean =>
	side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

import gcoord, { type CRSTypes } from 'gcoord';
import type { LatLng } from './geometry';

/** GCJ-02: 高德, 腾讯. BD-09: 百度. Inside the house there is only WGS-84. */
export type CoordinateSystem = 'wgs84' | 'gcj02' | 'bd09';

const systems: Record<CoordinateSystem, CRSTypes> = {
	wgs84: gcoord.WGS84,
	gcj02: gcoord.GCJ02,
	bd09: gcoord.BD09
};

/** Outside China the offset systems do not apply, and the point comes back as it is. */
export function toWgs84(point: LatLng, from: CoordinateSystem): LatLng {
	return convert(point, from, 'wgs84');
}

/** Outside China the offset systems do not apply, and the point comes back as it is. */
export function fromWgs84(point: LatLng, to: CoordinateSystem): LatLng {
	return convert(point, 'wgs84', to);
}

function convert(point: LatLng, from: CoordinateSystem, to: CoordinateSystem): LatLng {
	if (from === to || !inChina(point)) return { lat: point.lat, lng: point.lng };
	const [lng, lat] = gcoord.transform<[number, number]>(
		[point.lng, point.lat],
		systems[from],
		systems[to]
	);
	return { lat, lng };
}

/**
 * Kept well inside gcoord's own box (72.004–137.8347, 0.8293–55.8271): its way back from GCJ-02
 * searches step by step, and on the rim of that box the search never ends.
 */
function inChina({ lat, lng }: LatLng): boolean {
	return lng > 73 && lng < 136 && lat > 3 && lat < 54;
}

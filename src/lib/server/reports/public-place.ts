import { roundTo50m, type LatLng } from '../../places/geometry';
import { finestLevel, tileAt } from '../../places/tiles';
import type { Kind } from '../../reports/categories';

/** Where the public sees a report: conduct rounded to about 50 m, so that nobody is pointed at. */
export function publicPlace(kind: Kind, { lat, lng }: LatLng) {
	const shown = kind === 'conduct' ? roundTo50m({ lat, lng }) : { lat, lng };
	const { x: cellX, y: cellY } = tileAt(shown, finestLevel);
	return { publicLat: shown.lat, publicLng: shown.lng, cellX, cellY };
}

import type { LatLng } from '../../places/geometry';
import { finestLevel, tileAt } from '../../places/tiles';
import type { Kind } from '../../reports/categories';
import { publicPoint } from '../../reports/public-view';

/** Where the public sees a report, and the cell of the map that this falls into. */
export function publicPlace(kind: Kind, point: LatLng) {
	const shown = publicPoint(kind, point);
	const { x: cellX, y: cellY } = tileAt(shown, finestLevel);
	return { publicLat: shown.lat, publicLng: shown.lng, cellX, cellY };
}

import type L from 'leaflet';

/**
 * Leaflet ends a zoom, and tells of a new size of the window, by timers of its own, which fail when the
 * map has gone before them.
 *
 * @returns what closes the map, once a zoom that is under way has come to its end
 */
export function closerOf(map: L.Map): () => void {
	let zooming = false;
	map.on('zoomanim', () => (zooming = true));
	map.on('zoomend', () => (zooming = false));
	return () => {
		map.off('moveend');
		if (zooming) map.once('zoomend', () => void map.remove());
		else map.remove();
	};
}

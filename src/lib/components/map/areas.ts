import type { Geometry } from 'geojson';
import L from 'leaflet';

export interface MapArea {
	id: string;
	geometry: Geometry;
	/** From 0, the faintest, to 4; -1 is an outline alone. */
	shade: number;
	/** For the pointer; whoever cannot see the map reads the same beside it. */
	label: string;
	chosen?: boolean;
}

/** Areas lie over the base map and below the marks, shaded by how much there is. */
export function createAreas(map: L.Map, onarea?: (id: string) => void) {
	const group = L.layerGroup().addTo(map);

	return {
		draw(areas: readonly MapArea[]) {
			group.clearLayers();
			for (const { id, geometry, shade, label, chosen } of areas) {
				const shape = L.geoJSON(geometry, {
					style: {
						className: `map-area map-shade-${shade}${chosen ? ' map-chosen' : ''}`,
						bubblingMouseEvents: false
					}
				});
				shape.bindTooltip(label, { sticky: true });
				shape.on('click', () => onarea?.(id));
				group.addLayer(shape);
			}
		}
	};
}

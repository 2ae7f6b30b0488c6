import L from 'leaflet';
import type { BaseFeature, BaseMap } from './base';
import { layoutLabels } from './labels';
import type { Label } from './candidates';

const drawnAreas = ['boundary', 'green', 'square', 'water', 'grid'] as const;
const labelRem = 0.8;

/** The base map is drawn by the browser from the town's own data; colours and widths: map.css. */
export function createBaseLayers(map: L.Map) {
	const container = map.getContainer();
	// below the tiles, where there are any: it shows where one does not come
	const drawing = map.createPane('drawing');
	drawing.setAttribute('aria-hidden', 'true');
	const renderer = L.svg({ pane: 'drawing', padding: 0.5 });
	const shapes = L.layerGroup().addTo(map);
	const names = L.layerGroup().addTo(map);
	const pane = map.createPane('names');
	pane.setAttribute('aria-hidden', 'true');
	map.getPane('overlayPane')?.setAttribute('aria-hidden', 'true');
	let drawn: BaseMap | undefined;

	function drawNames() {
		names.clearLayers();
		setStreetWidths();
		if (!drawn) return;
		const size = labelRem * parseFloat(getComputedStyle(document.documentElement).fontSize);
		const project = ([lng = NaN, lat = NaN]: number[]): [number, number] => {
			const { x, y } = map.project([lat, lng]);
			return [x, y];
		};
		for (const label of layoutLabels(drawn, project, size)) nameOf(label).addTo(names);
	}

	/** Streets grow with the zoom, between what can still be seen and what still looks like one. */
	function setStreetWidths() {
		const metresPerPixel =
			(40_075_017 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
		const width = (metres: number, least: number) =>
			`${Math.min(28, Math.max(least, metres / metresPerPixel)).toFixed(1)}px`;
		container.style.setProperty('--street-main', width(22, 4));
		container.style.setProperty('--street-secondary', width(14, 2.5));
	}

	map.on('zoomend', drawNames);

	return {
		draw(base: BaseMap) {
			drawn = base;
			shapes.clearLayers();
			const add = (className: string, which: (feature: BaseFeature) => boolean) =>
				L.geoJSON(base.features.filter(which), {
					interactive: false,
					pane: 'drawing',
					style: { className: `map-${className}`, ...({ renderer } satisfies L.PathOptions) }
				}).addTo(shapes);
			for (const kind of drawnAreas) add(kind, (f) => f.properties.kind === kind);
			for (const tone of ['warn', 'danger']) {
				add(`shade map-shade-${tone}`, (f) => f.properties.shade === tone);
			}
			for (const part of ['casing', 'street']) {
				for (const rank of ['secondary', 'main']) {
					add(
						`${part} map-${rank}`,
						({ properties: p }) => p.kind === 'street' && (p.class === 'main') === (rank === 'main')
					);
				}
			}
			drawNames();
		}
	};
}

function nameOf({ kind, text, at: [lng = NaN, lat = NaN], upright, angle, side }: Label) {
	const name = document.createElement('span');
	name.textContent = text;
	name.className = `map-name map-name-${kind} map-name-${side}`;
	name.classList.toggle('map-name-upright', upright);
	name.style.setProperty('--tilt', `${angle}deg`);
	return L.marker([lat, lng], {
		pane: 'names',
		interactive: false,
		keyboard: false,
		icon: L.divIcon({ className: 'map-anchor', html: name, iconSize: [0, 0] })
	});
}

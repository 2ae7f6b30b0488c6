import L from 'leaflet';
import type { LatLng } from './base';
import { pinShape, symbols, type Lamp, type Tone } from './symbols';

export interface MapPoint extends LatLng {
	id: string;
	/** Said aloud: must say all that the symbol and its colour say. */
	label: string;
	tone?: Tone;
	href?: string;
}

export interface MapCluster extends LatLng {
	id: string;
	count: number;
	label?: string;
	/** The lamp of the most pressing one, whose shape the cluster takes. */
	lamp?: Lamp;
	/** Where it leads; without it, it zooms in. */
	href?: string;
}

const clusterZoomSteps = 2;

/**
 * Points are links, or buttons where there is `onselect`; clusters are buttons that zoom in, or links
 * that `onselect` may take over.
 */
export function createPoints(map: L.Map, onselect?: (id: string) => void) {
	const group = L.layerGroup().addTo(map);
	let shown = new Map<string, { drawing: string; marker: L.Marker }>();
	const dragged = watchDragging(map);

	/** What has not changed stays in the document, so that it keeps the keyboard focus. */
	function keep(next: typeof shown, key: string, item: LatLng, create: () => HTMLElement) {
		const drawing = JSON.stringify(item);
		const before = shown.get(key);
		if (before?.drawing === drawing) {
			next.set(key, before);
			return;
		}
		const element = create();
		element.draggable = false;
		element.addEventListener('click', (event) => {
			event.stopPropagation();
			if (dragged()) event.preventDefault();
		});
		element.addEventListener('focus', () => {
			if (element.matches(':focus-visible')) map.panInside(item, { padding: [32, 32] });
		});
		next.set(key, { drawing, marker: still(item, element) });
	}

	function draw(points: MapPoint[], clusters: MapCluster[]) {
		const next: typeof shown = new Map();
		for (const point of points)
			keep(next, `point ${point.id}`, point, () => pointElement(point, onselect));
		for (const cluster of clusters) {
			keep(next, `cluster ${cluster.id}`, cluster, () =>
				clusterElement(cluster, (event) => {
					if (dragged()) return;
					if (!cluster.href) map.setView(cluster, map.getZoom() + clusterZoomSteps);
					else if (onselect && !event.ctrlKey && !event.metaKey) {
						event.preventDefault();
						onselect(cluster.id);
					}
				})
			);
		}
		for (const [id, { marker }] of shown)
			if (next.get(id)?.marker !== marker) group.removeLayer(marker);
		for (const { marker } of next.values()) group.addLayer(marker);
		shown = next;
	}

	return { draw };
}

export function createPin(map: L.Map, onpick?: (point: LatLng) => void) {
	const element = document.createElement('span');
	element.className = 'map-pin';
	element.innerHTML = `<svg viewBox="0 0 24 32"><path d="${pinShape}"/><circle cx="12" cy="12" r="4"/></svg>`;
	const pin = L.marker([0, 0], {
		draggable: Boolean(onpick),
		keyboard: false,
		autoPan: true,
		zIndexOffset: 1000,
		icon: L.divIcon({ className: 'map-anchor', html: element, iconSize: [0, 0] })
	});
	pin.on('dragend', () => {
		const { lat, lng } = pin.getLatLng();
		onpick?.({ lat: Math.round(lat * 1e6) / 1e6, lng: Math.round(lng * 1e6) / 1e6 });
	});

	return {
		draw(point: LatLng | null) {
			if (point) pin.setLatLng(point).addTo(map);
			else pin.remove();
		}
	};
}

function pointElement(point: MapPoint, onselect?: (id: string) => void): HTMLElement {
	const { shape, mark } = symbols[point.tone ?? 'neutral'];
	const element = document.createElement(point.href ? 'a' : onselect ? 'button' : 'span');
	if (element instanceof HTMLAnchorElement) element.href = point.href ?? '';
	else if (element instanceof HTMLButtonElement) {
		element.type = 'button';
		element.addEventListener('click', () => onselect?.(point.id));
	} else element.setAttribute('role', 'img');
	element.className = `map-point map-${point.tone ?? 'neutral'}`;
	element.setAttribute('aria-label', point.label);
	element.title = point.label;
	element.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path class="map-shape" d="${shape}"/><path class="map-mark" d="${mark}"/></svg>`;
	return element;
}

function clusterElement(cluster: MapCluster, open: (event: MouseEvent) => void): HTMLElement {
	const element: HTMLElement = document.createElement(cluster.href ? 'a' : 'button');
	element.className = 'map-cluster';
	const number = document.createElement('span');
	number.textContent = String(cluster.count);
	element.append(number);
	if (cluster.lamp) {
		const { shape } = symbols[cluster.lamp];
		element.classList.add('map-lamp', `map-${cluster.lamp}`);
		element.insertAdjacentHTML(
			'afterbegin',
			`<svg viewBox="0 0 24 24" aria-hidden="true"><path class="map-shape" d="${shape}"/></svg>`
		);
	}
	if (element instanceof HTMLAnchorElement) element.href = cluster.href ?? '';
	else element.setAttribute('type', 'button');
	element.setAttribute('aria-label', cluster.label ?? `这里有 ${cluster.count} 处，放大查看`);
	element.style.setProperty('--digits', String(String(cluster.count).length));
	element.addEventListener('click', open);
	return element;
}

const still = (at: LatLng, html: HTMLElement) =>
	L.marker(at, {
		interactive: false,
		keyboard: false,
		icon: L.divIcon({ className: 'map-anchor', html, iconSize: [0, 0] })
	});

/** Whether the press that is ending moved the map: then it was no click on a link. */
function watchDragging(map: L.Map): () => boolean {
	let moved = false;
	map.getContainer().addEventListener('pointerdown', () => (moved = false), { capture: true });
	map.on('dragstart', () => (moved = true));
	return () => moved;
}

import type { FeatureCollection, Geometry } from 'geojson';
import { lampNames, lamps, type MapLamp } from './asked';
import { classBreaks, classOf, type Break } from './breaks';

/** What GET /api/map/cases says of a mark or a cell. */
export type MarkProperties = Partial<Record<MapLamp, number>> & {
	count: number;
	cell: string;
	code?: string;
	label?: string;
};
export type Marks = FeatureCollection<Geometry, MarkProperties>;

export type Mark = {
	lat: number;
	lng: number;
	count: number;
	cell: string;
	/** Of the most pressing case. */
	lamp: MapLamp;
	/** Said aloud. */
	words: string;
	/** Where one case stands alone. */
	code?: string;
};

/** Open cases as marks, each of which says in words what its shape and colour say. */
export const marksOf = ({ features }: Marks): Mark[] =>
	features.flatMap(({ geometry, properties: p }) => {
		if (geometry.type !== 'Point') return [];
		const [lng = 0, lat = 0] = geometry.coordinates;
		const shown = lampNames.filter((name) => p[name]);
		const lamp = shown[0] ?? 'paused';
		const words = p.code
			? `${p.label ?? ''}，${lamps[lamp].label}`
			: `${p.count} 件在办：${shown.map((name) => `${lamps[name].label} ${p[name]}`).join('，')}`;
		return [{ lat, lng, count: p.count, cell: p.cell, lamp, words, code: p.code }];
	});

export type Cell = { id: string; geometry: Geometry; shade: number; label: string };

/** Cells shaded by how much there is, and the classes of their shades. */
export function cellsOf({ features }: Marks): { cells: Cell[]; classes: Break[] } {
	const classes = classBreaks(features.map(({ properties: { count } }) => count));
	const cells = features.map(({ geometry, properties: { count, cell } }) => ({
		id: cell,
		geometry,
		shade: shadeOf(classes, count),
		label: `${count} 件`
	}));
	return { cells, classes };
}

/** Of five shades the darkest is always used, however few classes there are. */
export function shadeOf(classes: readonly Break[], value: number): number {
	const at = classOf(classes, value);
	if (at < 0 || classes.length < 2) return at < 0 ? -1 : 2;
	return Math.round((at * 4) / (classes.length - 1));
}

export type View = { lat: number; lng: number; zoom: number };

/** 'lat,lng,zoom', as an address keeps where the map stood. */
export function viewOf(text: string): View | null {
	const [lat = NaN, lng = NaN, zoom = NaN, ...more] = text.split(',').map(Number);
	const sound = Math.abs(lat) <= 85 && Math.abs(lng) <= 180 && zoom >= 1 && zoom <= 19;
	return sound && more.length === 0 ? { lat, lng, zoom } : null;
}

import type { Actor } from '../../accounts/roles';
import type { Bounds } from '../../places/geometry';
import { addDays, dayOf } from '../../time/shanghai';
import { isGroup } from '../categories';

/** What the town is looked at for. `unit`: can be asked of one unit; `day`: of a day that is past. */
export const layers = {
	lamps: { label: '在办案件', unit: true, day: false },
	heat: { label: '上报热力', unit: false, day: true },
	grids: { label: '网格对比', unit: true, day: true }
} as const;
export type Layer = keyof typeof layers;
export const layerNames = Object.keys(layers) as [Layer, ...Layer[]];

export const figures = {
	open: { label: '在办', unit: true, day: true, share: false },
	overdue: { label: '已超时', unit: true, day: false, share: false },
	gaps: { label: '管理盲区', unit: true, day: false, share: false },
	sent: { label: '新增上报', unit: false, day: true, share: false },
	closed: { label: '结案', unit: false, day: true, share: false },
	failed: { label: '核查不通过率', unit: false, day: true, share: true }
} as const;
export type Figure = keyof typeof figures;
export const figureNames = Object.keys(figures) as [Figure, ...Figure[]];

export const lamps = {
	red: { label: '已超时' },
	yellow: { label: '即将超时' },
	green: { label: '时限内' },
	paused: { label: '不计时' }
} as const;
export type MapLamp = keyof typeof lamps;
export const lampNames = Object.keys(lamps) as MapLamp[];

/** How far back the days of the map go, today included. */
export const mapDays = 90;
/** What happened is counted over so many days where no day is asked for. */
export const figureDays = 30;

/** What is asked of the map, as its address says it. */
export type Asked = {
	layer: Layer;
	figure: Figure;
	group: string;
	/** Id of a unit. */
	unit: string;
	/** '' is now. */
	day: string;
	/** Of one place: the code of a grid, or a box. */
	grid: string;
	cell: Bounds | null;
};

export const maySeeTown = ({ role }: Pick<Actor, 'role'>): boolean =>
	role === 'moderator' || role === 'supervisor';

/** Reads an address; what does not fit or does not go together is left out. */
export function askedOf(params: URLSearchParams, at: number): Asked {
	const layer = oneOf(layerNames, params.get('layer'));
	const figure = layer === 'heat' ? 'sent' : oneOf(figureNames, params.get('figure'));
	const group = params.get('group') ?? '';
	const unit = params.get('unit') ?? '';
	const day = params.get('day') ?? '';
	return {
		layer,
		figure,
		group: isGroup(group) ? group : '',
		unit: takesUnit(layer, figure, day) && /^\d{1,9}$/.test(unit) ? unit : '',
		day: takesDay(layer, figure) && isMapDay(day, at) ? day : '',
		grid: params.get('grid') ?? '',
		cell: layer === 'grids' ? null : boxOf(params.get('cell'))
	};
}

export const takesDay = (layer: Layer, figure: Figure): boolean =>
	layers[layer].day && (layer !== 'grids' || figures[figure].day);

/** The past is not kept by unit. */
export const takesUnit = (layer: Layer, figure: Figure, day: string): boolean =>
	layers[layer].unit && (layer !== 'grids' || (figures[figure].unit && day === ''));

export const firstMapDay = (at: number): string => addDays(dayOf(at), 1 - mapDays);

const isMapDay = (day: string, at: number): boolean =>
	/^\d{4}-\d\d-\d\d$/.test(day) && day >= firstMapDay(at) && day <= dayOf(at) && exists(day);

function exists(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

type MapAddress = '/admin/map' | `/admin/map?${string}`;

/** The address, without what goes without saying. */
export function addressOf(asked: Partial<Asked>, view = ''): MapAddress {
	const { cell, ...plain } = asked;
	const params = new URLSearchParams(
		Object.entries(plain).filter(([name, value]) => value && value !== usual[name])
	);
	if (cell) params.set('cell', [cell.west, cell.south, cell.east, cell.north].join(','));
	if (view) params.set('view', view);
	const query = params.toString();
	return query ? `/admin/map?${query}` : '/admin/map';
}
const usual: Record<string, string> = { layer: layerNames[0], figure: figureNames[0] };

/** 'west,south,east,north' in degrees; null for anything else. */
export function boxOf(text: string | null): Bounds | null {
	const numbers = text?.split(',').map(Number) ?? [];
	const [west = NaN, south = NaN, east = NaN, north = NaN] = numbers;
	const sound = numbers.length === 4 && west < east && south < north;
	const onEarth = Math.abs(west) <= 540 && Math.abs(east) <= 540;
	return sound && onEarth && south >= -90 && north <= 90 ? { west, south, east, north } : null;
}

const oneOf = <T extends string>(names: readonly [T, ...T[]], asked: string | null): T =>
	names.find((name) => name === asked) ?? names[0];

import { getContext, setContext } from 'svelte';
import type { LatLng } from './base';

/** Pictures that lie under everything else; `{z}`, `{x}` and `{y}` in their addresses. */
export interface Tiles {
	/** One over the other, the lowest first; `{s}` is one of `hosts`. */
	urls: string[];
	hosts: string;
	/** Levels for which there are pictures; beyond the last they are enlarged. */
	from: number;
	to: number;
	/** The coordinates they were drawn in. */
	datum: 'wgs84' | 'gcj02';
}

/** From WGS-84 to the tiles' own coordinates and back. */
export interface Shift {
	to: (point: LatLng) => LatLng;
	from: (point: LatLng) => LatLng;
}

export interface TownBase {
	/** Null: the town's own drawing alone. */
	tiles: Tiles | null;
	source: string;
	approval: string;
	/** For tiles whose datum is not WGS-84; heavy, and asked for only then. */
	shift: () => Promise<Shift>;
}

const key = Symbol('town base');

/** What every map on the site lies on: called once, in the outermost layout. */
export const setTownBase = (base: () => TownBase) => setContext(key, base);

export const townBase = (): TownBase | undefined =>
	getContext<(() => TownBase) | undefined>(key)?.();

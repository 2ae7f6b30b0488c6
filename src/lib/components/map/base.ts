import type { Feature, FeatureCollection, Geometry } from 'geojson';

export interface LatLng {
	lat: number;
	lng: number;
}

export interface Bounds {
	west: number;
	south: number;
	east: number;
	north: number;
}

export type BaseKind = 'boundary' | 'water' | 'green' | 'square' | 'grid' | 'street' | 'place';

export interface BaseProperties {
	kind: BaseKind;
	/** Features of one street share its name and are labelled as one. */
	name?: string;
	code?: string;
	class?: 'main' | 'secondary';
	/** A grid that is to stand out; what the colour means is said beside the map. */
	shade?: 'warn' | 'danger';
}

export type BaseFeature = Feature<Geometry, BaseProperties>;

/** The town's own drawing. Places are labelled in the order given, as far as there is room. */
export type BaseMap = FeatureCollection<Geometry, BaseProperties>;

import type { FeatureCollection, Geometry } from 'geojson';

export type DrawingProperties = {
	kind: 'boundary' | 'water' | 'green' | 'square' | 'grid' | 'street' | 'place';
	name: string;
	code?: string;
	class?: 'main' | 'secondary';
	shade?: 'warn' | 'danger';
};

/** The town's own map: no tiles, no key. */
export type Drawing = FeatureCollection<Geometry, DrawingProperties>;

/** Kinds of place by how much they help to find one's way; junctions are named by their streets. */
const landmarks = [
	'square',
	'office',
	'station',
	'hospital',
	'park',
	'school',
	'market',
	'service_hall',
	'practice_centre',
	'street_block',
	'estate',
	'old_estate',
	'bus_stop'
];

/** Places in the order in which a map names them while it has room. */
export function byPresence<P extends { kind: string }>(places: readonly P[]): P[] {
	const rank = ({ kind }: P) =>
		(landmarks.indexOf(kind) + landmarks.length + 1) % (landmarks.length + 1);
	return places.filter(({ kind }) => kind !== 'junction').sort((a, b) => rank(a) - rank(b));
}

/** The drawing with some grids to stand out, by their codes. */
export const shaded = (
	drawing: Drawing,
	shades: ReadonlyMap<string, 'warn' | 'danger'>
): Drawing => ({
	...drawing,
	features: drawing.features.map((feature) => {
		const { kind, code = '' } = feature.properties;
		const shade = kind === 'grid' ? shades.get(code) : undefined;
		return shade ? { ...feature, properties: { ...feature.properties, shade } } : feature;
	})
});

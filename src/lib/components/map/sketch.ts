import type { BaseFeature, BaseKind, BaseMap, LatLng } from './base';
import type { Label } from './candidates';
import { layoutLabels } from './labels';
import { boundsAround, boundsOf, fit, isInView, pathData, type Project } from './project';

export interface SketchOptions {
	width: number;
	height: number;
	textSize: number;
	/** Show only this many metres around a point. */
	focus?: LatLng & { metres: number };
	/** Code of the grid to stand out. */
	highlight?: string;
	names: boolean;
}

export interface Sketch {
	project: Project;
	areas: { kind: BaseKind; d: string }[];
	highlight: string;
	shades: { tone: 'warn' | 'danger'; d: string }[];
	streets: { rank: 'main' | 'secondary'; d: string; width: number }[];
	labels: Label[];
}

const drawnAreas = ['boundary', 'green', 'square', 'water', 'grid'] as const;

/** Everything a drawing of the town needs, in its own units; null when there is nothing to draw. */
export function sketch(base: BaseMap, options: SketchOptions): Sketch | null {
	const { width, height, focus, textSize } = options;
	const bounds = focus
		? boundsAround(focus, focus.metres)
		: boundsOf(base.features.map((feature) => feature.geometry));
	if (!bounds) return null;

	const { project, scale } = fit(bounds, width, height, focus ? 0 : 8);
	const features = base.features.filter((f) => isInView(f.geometry, project, width, height));
	const draw = (which: (feature: BaseFeature) => boolean) =>
		features
			.filter(which)
			.map((feature) => pathData(feature.geometry, project))
			.join('');
	const street = (rank: 'main' | 'secondary', metres: number, least: number) => ({
		rank,
		d: draw(
			({ properties: p }) => p.kind === 'street' && (p.class === 'main') === (rank === 'main')
		),
		width: Math.round(Math.max(least, metres * scale) * 10) / 10
	});

	return {
		project,
		areas: drawnAreas.map((kind) => ({ kind, d: draw((f) => f.properties.kind === kind) })),
		highlight: draw((f) => Boolean(options.highlight) && f.properties.code === options.highlight),
		shades: (['warn', 'danger'] as const).flatMap((tone) => {
			const d = draw((f) => f.properties.shade === tone);
			return d ? [{ tone, d }] : [];
		}),
		streets: [street('secondary', 14, 2.2), street('main', 22, 3.4)],
		labels: options.names
			? layoutLabels({ ...base, features }, project, textSize, {
					left: 0,
					top: 0,
					right: width,
					bottom: height
				})
			: []
	};
}

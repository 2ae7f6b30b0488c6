import type { Position } from 'geojson';
import type { BaseFeature, BaseKind } from './base';
import { lengthOfLine, lengthOfText, pointAlong, widestChord } from './measure';
import { linesOf, type Project } from './project';

export interface Label {
	kind: BaseKind;
	text: string;
	/** `[lng, lat]` of the anchor. */
	at: Position;
	x: number;
	y: number;
	/** Written downwards, as on Chinese maps for streets that run north to south. */
	upright: boolean;
	/** Degrees clockwise, after `upright`. */
	angle: number;
	/** Where the text stands; a place's stands beside its dot. */
	side: 'centre' | 'right' | 'left' | 'above' | 'below';
}

export interface Candidate extends Label {
	/** Length there is for the text, in drawing units. */
	room: number;
}

/** A street's name comes again after this many times the text size. */
export const repeatAfter = 22;

/** One list per street, main streets first; in each the middle of the street first. */
export function streetCandidates(
	features: BaseFeature[],
	project: Project,
	size: number
): Candidate[][] {
	const byName = new Map<string, BaseFeature[]>();
	for (const feature of features) {
		const name = nameOf(feature);
		byName.set(name, [...(byName.get(name) ?? []), feature]);
	}
	return [...byName]
		.sort(([, [a]], [, [b]]) => rank(a) - rank(b))
		.map(([text, parts]) => {
			const lines = parts.flatMap((part) => linesOf(part.geometry));
			const room = lines.reduce((sum, line) => sum + lengthOfLine(line.map(project)), 0);
			const candidates = lines.flatMap((line) => alongLine(text, line, room, project, size));
			const [midX, midY] = [mean(candidates.map((c) => c.x)), mean(candidates.map((c) => c.y))];
			const off = (c: Candidate) => Math.hypot(c.x - midX, c.y - midY);
			return candidates.sort((a, b) => off(a) - off(b));
		});
}

function alongLine(
	text: string,
	line: Position[],
	room: number,
	project: Project,
	size: number
): Candidate[] {
	const length = lengthOfLine(line.map(project));
	const count = Math.max(1, Math.floor(length / (repeatAfter * size)));
	return Array.from({ length: count }, (_, i) => {
		const middle = (i + 0.5) / count;
		const half = Math.min(0.5 / count, lengthOfText(text, size) / 2 / (length || 1));
		const at = pointAlong(line, middle, project);
		const [x, y] = project(at);
		const [x1, y1] = project(pointAlong(line, middle - half, project));
		const [x2, y2] = project(pointAlong(line, middle + half, project));
		return { kind: 'street', text, at, x, y, ...direction(x2 - x1, y2 - y1), side: 'centre', room };
	});
}

/** Text reads to the right or, beyond 50°, downwards; never upside down. */
function direction(dx: number, dy: number): { upright: boolean; angle: number } {
	const slope = (Math.atan2(dy, dx) * 180) / Math.PI;
	const angle = slope > 90 ? slope - 180 : slope <= -90 ? slope + 180 : slope;
	const upright = Math.abs(angle) > 50;
	return { upright, angle: Math.round(upright ? angle - Math.sign(angle) * 90 : angle) };
}

/** On the widest stretch at several levels, from the middle outwards. */
export function areaCandidates(feature: BaseFeature, project: Project, size: number): Candidate[] {
	const { kind } = feature.properties;
	const rings = linesOf(feature.geometry);
	const points = rings.flat().map(project);
	const upright = span(points.map(([, y]) => y)) > 2.5 * span(points.map(([x]) => x));
	// An upright text runs along a meridian: turn the rings so that levels are longitudes.
	const turned = rings.map((ring) =>
		ring.map(([lng = NaN, lat = NaN]): [number, number] => (upright ? [lat, lng] : [lng, lat]))
	);
	const levels = turned.flat().map(([, level]) => level);
	// A park's name may stand out over its edge; a grid's would seem the neighbour's.
	const [overhang, margin] = kind === 'grid' ? [1, size] : [3, 0];

	return [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74].flatMap((share) => {
		const level = Math.min(...levels) + share * span(levels);
		const chord = widestChord(turned, level);
		if (!chord) return [];
		const [start, at, end] = [chord[0], (chord[0] + chord[1]) / 2, chord[1]].map((along) =>
			upright ? [level, along] : [along, level]
		) as [Position, Position, Position];
		const [x, y] = project(at);
		const room = lengthOfLine([project(start), project(end)]) * overhang - margin;
		return [{ kind, text: nameOf(feature), at, x, y, upright, angle: 0, side: 'centre', room }];
	});
}

export function placeCandidates(feature: BaseFeature, project: Project): Candidate[] {
	const at = linesOf(feature.geometry)[0]?.[0];
	if (!at) return [];
	const [x, y] = project(at);
	const label = {
		kind: 'place' as const,
		text: nameOf(feature),
		at,
		x,
		y,
		upright: false,
		angle: 0
	};
	const sides = ['right', 'left', 'below', 'above'] as const;
	return sides.map((side) => ({ ...label, side, room: Infinity }));
}

const nameOf = (feature: BaseFeature) => feature.properties.name ?? '';
const rank = (feature?: BaseFeature) => (feature?.properties.class === 'main' ? 0 : 1);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const span = (values: number[]) => Math.max(...values) - Math.min(...values);

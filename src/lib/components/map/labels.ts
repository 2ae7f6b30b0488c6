import type { BaseFeature, BaseKind, BaseMap } from './base';
import {
	areaCandidates,
	placeCandidates,
	repeatAfter,
	streetCandidates,
	type Candidate,
	type Label
} from './candidates';
import { lengthOfText } from './measure';
import type { Project } from './project';

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/**
 * Which names there is room for, and where. First come first served: each street once, then
 * waters and parks, grids, places, then streets again. No two overlap.
 * @param size of the text, in the drawing units of `project`
 * @param frame keep every name wholly inside it
 */
export function layoutLabels(
	base: BaseMap,
	project: Project,
	size: number,
	frame: Box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }
): Label[] {
	const named = base.features.filter((feature) => feature.properties.name);
	const of = (...kinds: BaseKind[]) => named.filter((f) => kinds.includes(f.properties.kind));
	const streets = streetCandidates(of('street'), project, size);

	const placed: Label[] = [];
	const boxes: Box[] = [];
	const placeFirstThatFits = (candidates: Candidate[]) => {
		for (const candidate of candidates) {
			const box = boxOf(candidate, size);
			if (lengthOfText(candidate.text, size) > candidate.room) continue;
			if (!inside(box, frame)) continue;
			if (boxes.some((other) => overlap(box, other))) continue;
			placed.push(candidate);
			boxes.push(box);
			return;
		}
	};
	const isRepeatedNear = (candidate: Candidate) =>
		placed.some(
			({ text, x, y }) =>
				text === candidate.text && Math.hypot(x - candidate.x, y - candidate.y) < repeatAfter * size
		);

	for (const candidates of streets) placeFirstThatFits(candidates);
	const areas = (features: BaseFeature[]) =>
		features.map((feature) => areaCandidates(feature, project, size));
	for (const candidates of areas(of('water', 'green', 'square'))) placeFirstThatFits(candidates);
	for (const candidates of mostOrNone(areas(of('grid')), size)) placeFirstThatFits(candidates);
	for (const feature of of('place')) placeFirstThatFits(placeCandidates(feature, project));
	for (const candidate of streets.flat()) {
		if (!isRepeatedNear(candidate)) placeFirstThatFits([candidate]);
	}
	return placed;
}

/** A few grids named among many nameless ones would seem to be the only ones. */
function mostOrNone(grids: Candidate[][], size: number): Candidate[][] {
	const roomy = grids.filter((candidates) =>
		candidates.some(({ text, room }) => lengthOfText(text, size) <= room)
	);
	return roomy.length * 2 >= grids.length ? grids : [];
}

function boxOf({ text, x, y, upright, angle, side }: Candidate, size: number): Box {
	const [along, across] = [lengthOfText(text, size), size * 1.3];
	const tilt = (Math.abs(angle) * Math.PI) / 180;
	const long = along * Math.cos(tilt) + across * Math.sin(tilt);
	const short = along * Math.sin(tilt) + across * Math.cos(tilt);
	const [width, height] = upright ? [short, long] : [long, short];
	const dot = size * 0.5;
	const centred = {
		left: x - width / 2,
		right: x + width / 2,
		top: y - height / 2,
		bottom: y + height / 2
	};
	switch (side) {
		case 'centre':
			return centred;
		case 'right':
			return { ...centred, left: x - dot, right: x + dot + width };
		case 'left':
			return { ...centred, left: x - dot - width, right: x + dot };
		case 'above':
			return { ...centred, top: y - dot - height, bottom: y + dot };
		case 'below':
			return { ...centred, top: y - dot, bottom: y + dot + height };
	}
}

const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const inside = (box: Box, frame: Box) =>
	box.left >= frame.left &&
	box.top >= frame.top &&
	box.right <= frame.right &&
	box.bottom <= frame.bottom;

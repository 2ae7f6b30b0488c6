import { distanceMetres, type LatLng } from '../places/geometry';
import type { Category } from './categories';
import type { SupportStanding } from './support';
import type { State } from './workflow';

/** Within how many metres and days another open report may be the same trouble. */
export type Near = { metres: number; days: number };

/** A public open report near by, as whoever is about to report sees it. */
export type NearReport = {
	code: string;
	label: string;
	state: State;
	/** The public rendition. */
	photo: { src: string; width: number; height: number } | null;
	place: string;
	/** How far, in words. */
	where: string;
	/** Since when, in words. */
	since: string;
	supportCount: number;
	/** Of the one who asks. */
	standing: SupportStanding;
};

/** What a town may choose. */
export const nearLimits = {
	metres: { least: 10, most: 500 },
	days: { least: 1, most: 180 }
} as const;

const byGroup: Readonly<Record<string, Near>> = {
	sanitation: { metres: 50, days: 7 },
	cityscape: { metres: 50, days: 7 },
	traffic: { metres: 50, days: 1 },
	facility: { metres: 30, days: 30 },
	conduct: { metres: 100, days: 1 },
	community: { metres: 50, days: 14 },
	frontage: { metres: 50, days: 7 }
};

/** Where the trouble stays longer, moves faster or reaches further than its group's. */
const exceptions: Readonly<Record<string, Near>> = {
	'sanitation.site_dust': { metres: 150, days: 7 },
	'sanitation.open_burning': { metres: 100, days: 1 },
	'cityscape.street_vending': { metres: 50, days: 1 },
	'cityscape.noise': { metres: 150, days: 3 },
	'cityscape.psa_defect': { metres: 30, days: 30 },
	'cityscape.bad_signboard': { metres: 30, days: 30 },
	'cityscape.illegal_structure': { metres: 30, days: 90 },
	'cityscape.messy_wires': { metres: 50, days: 90 },
	'facility.manhole': { metres: 20, days: 30 },
	'facility.waterlogging': { metres: 80, days: 3 },
	'conduct.green_damage': { metres: 50, days: 30 }
};

/** The standard for a category; null for praise, of which there can never be too much. */
export const standardNear = ({ id, group, kind }: Category): Near | null =>
	kind === 'praise' ? null : (exceptions[id] ?? byGroup[group] ?? { metres: 50, days: 7 });

/** What holds where the town set something of its own. */
export function nearFor(
	category: Category,
	own: { nearMetres: number | null; nearDays: number | null } | undefined
): Near | null {
	const standard = standardNear(category);
	return (
		standard && {
			metres: own?.nearMetres ?? standard.metres,
			days: own?.nearDays ?? standard.days
		}
	);
}

/** Closer than this a phone cannot tell two places apart, metres. */
const here = 15;
/** Closer than this a phone cannot tell the direction, metres. */
const direct = 50;
const directions = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'] as const;

/**
 * How to get from one place to the other, as one would say it. `blurred`: the other is rounded to
 * about 50 m, so nothing finer is said.
 */
export function distanceWords(from: LatLng, to: LatLng, { blurred = false } = {}): string {
	const metres = distanceMetres(from, to);
	if (metres < (blurred ? direct : here)) return blurred ? '就在附近' : '就在这里';
	const step = blurred || metres >= 200 ? 50 : 10;
	const about = `约 ${Math.round(metres / step) * step} 米`;
	return metres < direct ? about : `往${directionTo(from, to)}${about}`;
}

function directionTo(from: LatLng, to: LatLng): string {
	const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
	const eighth = Math.round(Math.atan2(east, to.lat - from.lat) / (Math.PI / 4));
	return directions[(eighth + 8) % 8]!;
}

import { distanceMetres, type LatLng } from '$lib/places/geometry';
import { inWords } from '$lib/places/distance-words';
import { routeMetres, walkingRoute } from '$lib/places/route';

/** `listed`: as the server lists them. */
export type Order = 'listed' | 'near' | 'walk';

/** As far as somebody walks in one round. */
const mostStops = 20;

type Located = LatLng & { grid: string | null };
/** Each case with its distance in words, '' where there is none. */
export type Section<Case> = { title: string; cases: (Case & { distance: string })[] };

/** The list in sections. */
export function inOrder<Case extends Located>(
	cases: readonly Case[],
	order: Order,
	here: LatLng | null,
	byGrid: boolean
): Section<Case>[] {
	if (here && order !== 'listed') {
		const near = [...cases].sort((a, b) => distanceMetres(here, a) - distanceMetres(here, b));
		return order === 'near' ? [{ title: '', cases: fromHere(here, near) }] : round(here, near);
	}
	const plain = (some: readonly Case[]) => some.map((one) => ({ ...one, distance: '' }));
	if (!byGrid) return [{ title: '', cases: plain(cases) }];
	const grids = [...new Set(cases.map(({ grid }) => grid ?? '网格外'))].sort((a, b) =>
		a.localeCompare(b, 'zh')
	);
	return grids.map((title) => ({
		title,
		cases: plain(cases.filter(({ grid }) => (grid ?? '网格外') === title))
	}));
}

const fromHere = <Case extends LatLng>(here: LatLng, cases: readonly Case[]) =>
	cases.map((one) => ({ ...one, distance: inWords(distanceMetres(here, one)) }));

/** The nearest ones in the order of the way, each with how far it is from the one before. */
function round<Case extends LatLng>(here: LatLng, near: readonly Case[]): Section<Case>[] {
	const stops = walkingRoute(here, near.slice(0, mostStops));
	const legs = stops.map((stop, i) => {
		const metres = distanceMetres(i === 0 ? here : stops[i - 1]!, stop);
		return { ...stop, distance: `${i === 0 ? '先走' : '再走'} ${inWords(metres)}` };
	});
	const rest = near.slice(mostStops);
	return [
		{ title: `走一圈约 ${inWords(routeMetres(here, stops))}（直线距离）`, cases: legs },
		...(rest.length > 0 ? [{ title: '更远的', cases: fromHere(here, rest) }] : [])
	];
}

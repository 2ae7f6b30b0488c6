import { figureNames } from '../../src/lib/reports/map/asked';
import { addDays, dayOf } from '../../src/lib/time/shanghai';
import { deskCodes, timed, type Desk } from './desks';
import { screens, windowOn, zooms } from './map';
import { figures, type Line } from './table';

const repeats = 20;
/** Each layer is asked for in thirty windows. */
const mapRepeats = 5;

/** Each in its turn, once to get warm and then so many times. */
async function inTurn(
	{ moderator }: Desk,
	asked: readonly { what: string; path: string }[],
	times = repeats
): Promise<Line[]> {
	const waited = new Map<string, number[]>();
	for (let n = 0; n <= times; n++) {
		for (const { what, path } of asked) {
			const { time } = await timed(() => moderator.get(path));
			if (n > 0) waited.set(what, [...(waited.get(what) ?? []), time]);
		}
	}
	return [
		...[...waited].map(([what, list]) => ({ what, figure: figures(list) })),
		{ what: 'all', figure: figures([...waited.values()].flat()) }
	];
}

/** The search page, for what is in every report, in some, in one, and by everything but words. */
export async function search(desk: Desk): Promise<Line[]> {
	const [code = ''] = await deskCodes(desk, 1);
	const month = addDays(dayOf(Date.now()), -400);
	const asked = {
		'a word in every report': 'q=路边',
		'two words': 'q=路边 垃圾',
		'a long phrase': 'q=来往的人都看得见，请安排人来看一看',
		'a rare word': 'q=1234',
		'a word that is nowhere': 'q=鲸鱼',
		'a word, a category, from a day': `q=路边&category=sanitation.exposed_garbage&from=${month}`,
		'a word, open': 'q=路边&in=open',
		'a word, days long ago': `q=路边&from=${month}&to=${addDays(month, 6)}`,
		'a category': 'category=sanitation.exposed_garbage',
		'closed, a grid': 'in=closed&grid=A01',
		'a code': `q=${code}`,
		pressing: 'sort=pressing',
		'pressing, a word': 'sort=pressing&q=路边',
		'lamp red': 'lamp=red',
		everything: ''
	};
	return inTurn(
		desk,
		Object.entries(asked).map(([what, query]) => ({
			what,
			path: `/admin/search${query && `?${new URLSearchParams(query)}`}`
		}))
	);
}

/** What the office's map asks for, in every layer and zoom. */
export async function caseMap(desk: Desk): Promise<Line[]> {
	const day = addDays(dayOf(Date.now()), -30);
	const layers: Record<string, string> = {
		lamps: 'layer=lamps',
		'heat of 30 days': 'layer=heat',
		'heat of a day': `layer=heat&day=${day}`,
		...Object.fromEntries(
			figureNames.map((name) => [`grids: ${name}`, `layer=grids&figure=${name}`])
		),
		'grids: open, of a day': `layer=grids&figure=open&day=${day}`
	};
	const asked = Object.entries(layers).flatMap(([what, query]) =>
		zooms.flatMap((zoom) =>
			Object.values(screens).map((screen) => ({
				what,
				path: `/api/map/cases?${query}&zoom=${zoom}&bbox=${windowOn(zoom, screen)}`
			}))
		)
	);
	return inTurn(desk, asked, mapRepeats);
}

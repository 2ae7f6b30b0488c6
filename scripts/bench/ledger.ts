import { pagesPerSecond } from './load';
import { alternate, median, ratio } from './rounds';
import { perSecond, times, verdict, type Line } from './table';
import { townOf } from './towns';

const filters = {
	'one group': '/reports?group=sanitation',
	'one step': '/reports?step=3',
	'one grid': '/reports?grid=QH02001',
	'few that fit': '/reports?group=praise&step=5&grid=QH01003'
};

/** The page that does least: words alone in the same frame, and no query. */
const bare = '/about';

const rounds = 9;

export async function ledger(): Promise<Line[]> {
	const [small, large] = [await townOf(400), await townOf(100_000)];
	const sizes = {
		few: () => pagesPerSecond(`${small.origin}/reports`),
		many: () => pagesPerSecond(`${large.origin}/reports`),
		least: () => pagesPerSecond(large.origin + bare)
	};
	const paths = { ...filters, 'forty pages back': await pageBehind(large.origin, 40) };
	const others: Record<string, () => Promise<number>> = { unfiltered: sizes.many };
	for (const [name, path] of Object.entries(paths)) {
		others[name] = () => pagesPerSecond(large.origin + path);
	}
	for (const warmUp of Object.values(sizes)) await warmUp();
	const { few, many, least } = await alternate(sizes, rounds);
	const { unfiltered = [], ...filtered } = await alternate(others);
	const [slower, share] = [ratio(few, many), ratio(many, least)];
	return [
		{ what: `bare page, ${bare}`, figure: perSecond(median(least)) },
		{ what: '/reports of 400', figure: perSecond(median(few)) },
		{
			what: '/reports of 100,000',
			figure: perSecond(median(many)),
			against: `of 400: ${times(ratio(many, few))}`,
			bound: verdict('within 1.3', slower <= 1.3)
		},
		{
			what: '',
			figure: '',
			against: `bare page: ${times(share)}`,
			bound: verdict('at least a fifth', share >= 0.2)
		},
		...Object.entries(filtered).map(([name, figures]) => ({
			what: `  ${name}`,
			figure: perSecond(median(figures)),
			against: `unfiltered: ${times(ratio(figures, unfiltered))}`
		}))
	];
}

/** The address that `many` clicks on 更早的 lead to. */
async function pageBehind(origin: string, many: number): Promise<string> {
	let path = '/reports';
	for (let n = 0; n < many; n++) {
		const html = await (await fetch(origin + path)).text();
		const next = /href="[^"]*(\/reports\?after=[^"]+)"/.exec(html)?.[1];
		if (!next) throw new Error(`${path} leads no further`);
		path = next;
	}
	return path;
}

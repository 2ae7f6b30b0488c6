import { publicFigures } from '$lib/surveys/results';
import { trendsOf } from '$lib/surveys/trend';
import { trendChart } from '$lib/surveys/trend-chart';
import { waveModes, type WaveMode } from '$lib/surveys/waves';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { releasedResults } from '$lib/server/surveys/results';

const drawn = ({ mode }: { mode: WaveMode }) => Number(waveModes[mode].drawn);

export const load = page(async () => {
	const released = await releasedResults(db);
	return {
		now: now(),
		trends: trendsOf(
			released.map(({ result, ...wave }) => ({ ...wave, figures: result.figures }))
		).map((trend) => ({ ...trend, chart: trendChart(trend) })),
		// whom a figure stands for comes before how new it is
		waves: [...released]
			.sort((a, b) => drawn(b) - drawn(a))
			.map(({ result, ...wave }) => ({
				...wave,
				asked: waveModes[wave.mode].public,
				came: result.came,
				aside: result.aside,
				response: result.response?.rate ?? null,
				weighting: result.weighting,
				...publicFigures(result)
			}))
	};
});

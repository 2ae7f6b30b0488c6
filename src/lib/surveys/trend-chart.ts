import { scaleLinear, scalePoint } from 'd3-scale';
import type { Trend } from './trend';

/** Lines of a picture 100 wide and 100 high, its y downwards, and what stands beside them. */
export type TrendChart = {
	/** In per cent, the highest first; each as far from the next. */
	ticks: number[];
	grid: string;
	/** From wave to wave. */
	line: string;
	/** The intervals, with a short line at each end. */
	intervals: string;
	/** Of no length; a round pen makes dots of them. */
	dots: string;
};

/** Half as wide as the end of an interval is. */
const capHalf = 2.5;
/** Less between bottom and top would make hills of molehills. */
const leastSpan = 0.3;

/** Where a rate and its intervals stand, worked out here so that no browser loads a library for it. */
export function trendChart({ points }: Pick<Trend, 'points'>): TrendChart {
	const x = scalePoint<number>()
		.domain(points.map((_, i) => i))
		.range([0, 100])
		.padding(0.5);
	const y = scaleLinear()
		.domain(span(points.flatMap(({ interval }) => interval)))
		.nice(4)
		.range([100, 0]);
	const ticks = y.ticks(4).reverse();
	const at = (value: number) => y(value).toFixed(2);
	const placed = points.map(({ value, interval: [low, high] }, i) => {
		const middle = x(i) ?? 0;
		return { middle, value: at(value), low: at(low), high: at(high) };
	});
	return {
		ticks: ticks.map((tick) => Math.round(tick * 100)),
		grid: ticks.map((tick) => `M0 ${at(tick)}H100`).join(''),
		line: `M${placed.map(({ middle, value }) => `${middle} ${value}`).join('L')}`,
		intervals: placed
			.map(({ middle, low, high }) => {
				const cap = (end: string) => `M${middle - capHalf} ${end}H${middle + capHalf}`;
				return `${cap(low)}M${middle} ${low}V${high}${cap(high)}`;
			})
			.join(''),
		dots: placed.map(({ middle, value }) => `M${middle} ${value}h0`).join('')
	};
}

function span(values: readonly number[]): [number, number] {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const more = Math.max(0, leastSpan - (high - low)) / 2;
	const bottom = Math.max(0, Math.min(low - more, 1 - leastSpan));
	return [bottom, Math.min(1, Math.max(high + more, bottom + leastSpan))];
}

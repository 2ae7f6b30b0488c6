import type { Interval } from './intervals';
import type { Rate } from './rate';

export type Showing = {
	show: boolean;
	/** Few degrees of freedom: somebody who knows should look before it is released. */
	review: boolean;
	/** For the reader, where it is hidden. */
	why: string;
};

/**
 * Whether a rate rests on enough to be shown: the standards of presentation of NCHS (2017). Hidden below
 * 30 effective answers; shown where the interval is at most 0.05 wide; hidden where it is 0.30 or wider,
 * or wider than 1.30 of the rate itself.
 */
export function showing({ p, nEff, df }: Rate, [low, high]: Interval): Showing {
	const width = high - low;
	const review = df < 8;
	const hidden = (why: string): Showing => ({ show: false, review, why });
	if (nEff < 30) return hidden('答的人太少');
	if (width <= 0.05) return { show: true, review, why: '' };
	if (width >= 0.3) return hidden('误差范围太大');
	if (width > 1.3 * p) return hidden('和比例本身比，误差范围太大');
	return { show: true, review, why: '' };
}

/** Counts of 1 to 4 point at people. */
export const isSmall = (count: number): boolean => count > 0 && count < 5;

/**
 * Which cells of a table of counts must be hidden, if its totals by row and by column are known: counts of
 * 1 to 4, and then others, the smallest first, until no row and no column has a single hidden cell that
 * the rest would give away.
 */
export function hiddenCells(table: readonly (readonly number[])[]): boolean[][] {
	const hidden = table.map((row) => row.map(isSmall));
	const lines = linesOf(table);
	const shutOf = (line: readonly Cell[]) => line.filter(([r, c]) => hidden[r]![c]);
	// two that add up to a small count give each other away
	const tells = (line: readonly Cell[]) => {
		const shut = shutOf(line);
		const sum = shut.reduce((all, [r, c]) => all + table[r]![c]!, 0);
		return shut.length === 1 || (shut.length > 1 && sum < 5);
	};
	// what lies on a line that hides something already comes first; an empty cell, which protects
	// nothing, last
	const cost = (cell: Cell, line: readonly Cell[]) => {
		const count = table[cell[0]]![cell[1]]!;
		const helps = lines.some(
			(one) => one !== line && isAcross(one, cell) && shutOf(one).length > 0
		);
		return (count === 0 ? 2 : helps ? 0 : 1) * 1e12 + count;
	};
	const open = (line: readonly Cell[]) => line.filter(([r, c]) => !hidden[r]![c]);
	for (;;) {
		const line = lines.find((one) => tells(one) && open(one).length > 0);
		if (!line) return hidden;
		const [next] = open(line).sort((a, b) => cost(a, line) - cost(b, line));
		hidden[next![0]]![next![1]] = true;
	}
}

type Cell = readonly [row: number, column: number];

const isAcross = (line: readonly Cell[], [row, column]: Cell) =>
	line.some(([r, c]) => r === row && c === column);

function linesOf(table: readonly (readonly number[])[]): Cell[][] {
	const rows = table.map((row, r) => row.map((_, c): Cell => [r, c]));
	const columns = (table[0] ?? []).map((_, c) => table.map((_, r): Cell => [r, c]));
	return [...rows, ...columns].filter((line) => line.length > 1);
}

/**
 * Of the groups of one whole that is shown itself, which are hidden: those given, and the smallest of the
 * others where a single one could be worked out by subtraction.
 */
export function withSecond(counts: readonly number[], hidden: readonly boolean[]): boolean[] {
	const all = [...hidden];
	const shut = counts.filter((n, i) => all[i] && n > 0);
	if (shut.length !== 1) return all;
	const next = counts
		.map((n, i) => ({ n, i }))
		.filter(({ n, i }) => !all[i] && n > 0)
		.sort((a, b) => a.n - b.n)[0];
	if (next) all[next.i] = true;
	return all;
}

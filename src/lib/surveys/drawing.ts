/** A grid of the sample frame. */
export type FrameGrid = { id: number; stratum: string; households: number };

export type Drawn = {
	grid: FrameGrid;
	/** Numbers of households in the grid's register, from 1, in order. */
	households: number[];
	/** 1 over the chance of each of these households to be drawn. */
	weight: number;
};

/** Chance from a published seed: mulberry32, so that anybody can draw the same again. */
export function chanceFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/**
 * The two stages: in each stratum, `grids` of them shared out by households (at least two, so that the
 * spread among them can be told), systematically with chance proportional to households; in each, `each`
 * households by simple random draw. A grid larger than a step is certain to be drawn, once.
 * @throws RangeError for a frame without households
 */
export function draw(
	frame: readonly FrameGrid[],
	{ grids, each, seed }: { grids: number; each: number; seed: number }
): Drawn[] {
	const random = chanceFrom(seed);
	const strata = new Map<string, FrameGrid[]>();
	// by id, so that the order in which they came does not matter
	for (const grid of [...frame].sort((a, b) => a.id - b.id)) {
		if (grid.households > 0) strata.set(grid.stratum, [...(strata.get(grid.stratum) ?? []), grid]);
	}
	const whole = sumOf([...strata.values()].flat());
	if (whole === 0) throw new RangeError('a frame without households');
	return [...strata.entries()]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([, inStratum]) => {
			const share = Math.round((grids * sumOf(inStratum)) / whole);
			const many = Math.min(inStratum.length, Math.max(2, share));
			return chosen(inStratum, many, random).map(({ grid, chance }) => {
				const m = Math.min(each, grid.households);
				const households = someOf(grid.households, m, random);
				return { grid, households, weight: 1 / (chance * (m / grid.households)) };
			});
		});
}

const sumOf = (grids: readonly FrameGrid[]) =>
	grids.reduce((sum, { households }) => sum + households, 0);

function chosen(grids: readonly FrameGrid[], many: number, random: () => number) {
	let rest = [...grids];
	let left = many;
	const certain: FrameGrid[] = [];
	for (;;) {
		const step = sumOf(rest) / left;
		const large = rest.filter(({ households }) => households >= step);
		if (large.length === 0 || left === 0) break;
		certain.push(...large);
		rest = rest.filter((grid) => !large.includes(grid));
		left -= large.length;
		if (rest.length === 0) break;
	}
	const found = certain.map((grid) => ({ grid, chance: 1 }));
	if (left <= 0 || rest.length === 0) return found;
	const step = sumOf(rest) / left;
	let next = random() * step;
	let passed = 0;
	for (const grid of rest) {
		passed += grid.households;
		if (next >= passed) continue;
		found.push({ grid, chance: grid.households / step });
		next += step;
	}
	return found;
}

/** `m` of the numbers 1 to `of`, in order. */
function someOf(of: number, m: number, random: () => number): number[] {
	const numbers = Array.from({ length: of }, (_, i) => i + 1);
	for (let i = 0; i < m; i++) {
		const j = i + Math.floor(random() * (of - i));
		[numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
	}
	return numbers.slice(0, m).sort((a, b) => a - b);
}

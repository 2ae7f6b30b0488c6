/** The same numbers from the same seed (mulberry32). */
export function chance(seed: number) {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
	return {
		next,
		between: (from: number, to: number): number => from + next() * (to - from),
		whole: (from: number, to: number): number => Math.floor(from + next() * (to - from + 1)),
		happens: (share: number): boolean => next() < share,
		one: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!
	};
}

export type Chance = ReturnType<typeof chance>;

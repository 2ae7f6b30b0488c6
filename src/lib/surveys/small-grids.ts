/** Answers that came with letters from one drawn grid. */
export type AnsweredGrid = { gridId: number; stratum: string; answers: number };

/**
 * Which grids count as one where few answered: with those beside them in the same stratum, until each
 * group has `fewest` answers or is the whole stratum. Grids by id; a group goes by its first.
 * @returns for each grid the one as which it counts
 */
export function mergeSmallGrids(
	grids: readonly AnsweredGrid[],
	fewest: number
): Map<number, number> {
	const strata = new Map<string, AnsweredGrid[]>();
	for (const grid of [...grids].sort((a, b) => a.gridId - b.gridId)) {
		strata.set(grid.stratum, [...(strata.get(grid.stratum) ?? []), grid]);
	}
	const counted = new Map<number, number>();
	for (const inStratum of strata.values()) {
		const groups: { members: number[]; answers: number }[] = [];
		for (const { gridId, answers } of inStratum) {
			const last = groups.at(-1);
			if (last && last.answers < fewest) {
				last.members.push(gridId);
				last.answers += answers;
			} else groups.push({ members: [gridId], answers });
		}
		const [rest, before] = [groups.at(-1)!, groups.at(-2)];
		if (before && rest.answers < fewest) {
			before.members.push(...rest.members);
			groups.pop();
		}
		for (const { members } of groups) {
			for (const gridId of members) counted.set(gridId, members[0]!);
		}
	}
	return counted;
}

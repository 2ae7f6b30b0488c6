type Covered = { category: string; gridId: number | null; segmentId: number | null };
type About = { id: string; group: string };

/**
 * The categories that no duty covers (管理盲区), and those that are covered in parts of the town
 * only.
 */
export function gapsIn<Category extends About>(
	categories: readonly Category[],
	duties: readonly Covered[]
): { category: Category; partly: boolean }[] {
	return categories
		.map((category) => ({
			category,
			fitting: duties.filter((duty) => [category.id, category.group].includes(duty.category))
		}))
		.filter(({ fitting }) => !fitting.some((d) => d.gridId === null && d.segmentId === null))
		.map(({ category, fitting }) => ({ category, partly: fitting.length > 0 }));
}

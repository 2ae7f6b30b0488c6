import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { publicGrid } from '$lib/server/places/public-grid';
import { casesOfGrid } from '$lib/server/reports/queries/grid-cases';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params }: PageServerLoadEvent) => {
	const at = now();
	const { id, ...grid } = await publicGrid(db, params.code);
	return { grid, cases: await casesOfGrid(db, id, at), now: at };
});

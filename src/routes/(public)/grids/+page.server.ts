import { db } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { findGrids } from '$lib/server/places/public-grid';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const words = (url.searchParams.get('q') ?? '').trim().slice(0, 40);
	return { words, grids: await findGrids(db, words) };
});

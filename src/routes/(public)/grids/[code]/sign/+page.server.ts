import { db } from '$lib/server/app';
import { qrPath } from '$lib/components/qr';
import { page } from '$lib/server/http/page';
import { publicGrid } from '$lib/server/places/public-grid';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const grid = await publicGrid(db, params.code);
	const address = `${url.origin}/grids/${grid.code}`;
	return { grid, address, qr: qrPath(address) };
});

import { dayOf } from '$lib/time/shanghai';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { listPosters, readsOfAll, waitingPosters } from '$lib/server/posters/queries';
import type { PageServerLoadEvent } from './$types';

const onAPage = 50;

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const number = Number(/^[1-9]\d{0,2}$/.exec(url.searchParams.get('page') ?? '')?.[0] ?? 1);
	const rows = await listPosters(db, { skip: (number - 1) * onAPage, most: onAPage + 1 });
	const shown = rows.slice(0, onAPage);
	const reads = await readsOfAll(
		db,
		shown.map(({ id }) => id)
	);
	return {
		posters: shown.map((poster) => ({ ...poster, reads: reads.get(poster.id) ?? 0 })),
		waiting: await waitingPosters(db),
		next: rows.length > onAPage ? number + 1 : null,
		today: dayOf(now()),
		now: now()
	};
});

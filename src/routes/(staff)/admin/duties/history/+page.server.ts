import { chiefs, forces } from '$lib/places/posts';
import { categories, findCategory, groups } from '$lib/reports/categories';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import { answeredOn, answersThrough, changesOfDuty, postsOn } from '$lib/server/places/history';
import { listSegments } from '$lib/server/places/lists';
import { listGrids } from '$lib/server/places/queries';
import { addDays, dayOf, startOfDay } from '$lib/time/shanghai';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const asked = (name: string) => url.searchParams.get(name) ?? '';
	const today = dayOf(now());
	const day = isPast(asked('day'), today) ? asked('day') : addDays(today, -1);
	const grids = await listGrids(db);
	const segments = await listSegments(db);
	const category = findCategory(asked('category'));
	const gridId = grids.find(({ id }) => String(id) === asked('grid'))?.id ?? null;
	const segment = segments.find(({ id }) => String(id) === asked('segment'));
	const where = category && {
		category: category.id,
		group: category.group,
		gridId,
		segmentId: segment?.id ?? null
	};
	const posts = where ? await postsOn(db, day, gridId, segment) : { chiefs: [], officers: [] };
	return {
		today,
		day,
		gridId,
		segmentId: segment?.id ?? null,
		category: category?.id ?? '',
		answer: where ? await answeredOn(db, day, where) : null,
		spells: where ? await answersThrough(db, where) : [],
		posts: [
			...posts.chiefs.map(({ kind, post, unit }) => ({ label: chiefs[kind].label, post, unit })),
			...posts.officers.map(({ force, post, unit }) => ({ label: forces[force].label, post, unit }))
		],
		duty: Number(asked('duty')) || null,
		changes: asked('duty') ? await changesOfDuty(db, Number(asked('duty')) || 0) : [],
		groups,
		categories: categories
			.filter(({ kind }) => kind === 'issue')
			.map(({ id, group, label }) => ({ id, group, label })),
		grids: grids.map(({ id, name }) => ({ id, name })),
		segments: segments.map(({ id, name }) => ({ id, name })),
		now: now()
	};
});

function isPast(day: string, today: string): boolean {
	try {
		return startOfDay(day) <= startOfDay(today);
	} catch {
		return false;
	}
}

import { ChangeShape, NewGrid, NewSegment } from '$lib/places/forms-posts';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { mustManageTown } from '$lib/server/places/commands/may';
import {
	addGrid,
	addSegment,
	changeGridShape,
	changeSegmentLine,
	getDrawn
} from '$lib/server/places/commands/shapes';
import { activeUnits, gridShapes } from '$lib/server/places/queries';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const whatOf = (url: URL) => (url.searchParams.get('what') === 'segment' ? 'segment' : 'grid');

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	mustManageTown(locals.actor);
	const what = whatOf(url);
	const id = Number(url.searchParams.get('id')) || null;
	return {
		what,
		id,
		drawn: id === null ? null : await getDrawn(db, what, id),
		neighbours: what === 'grid' ? (await gridShapes(db)).filter((grid) => grid.id !== id) : [],
		units: id === null && what === 'grid' ? await activeUnits(db) : []
	};
});

const warned = (done: string, overlaps: string[]) =>
	overlaps.length > 0 ? `${done}。和${overlaps.join('、')}有重叠，请核对。` : done;

export const actions: Actions = {
	grid: formAction(NewGrid, async ({ locals }: RequestEvent, input) => {
		const { overlaps } = await addGrid(db, locals.actor, input, now());
		return { done: warned(`已添加“${input.name}”`, overlaps) };
	}),
	segment: formAction(NewSegment, async ({ locals }: RequestEvent, input) => {
		await addSegment(db, locals.actor, input, now());
		return { done: `已添加“${input.name}”` };
	}),
	draw: formAction(ChangeShape, async ({ locals, url }: RequestEvent, input) => {
		if (whatOf(url) === 'segment') {
			await changeSegmentLine(db, locals.actor, input, now());
			return { done: '已保存走向' };
		}
		const { overlaps } = await changeGridShape(db, locals.actor, input, now());
		return { done: warned('已保存范围', overlaps) };
	})
};

import * as v from 'valibot';
import { postKindNames } from '$lib/volunteering/posts';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { Refusal } from '$lib/server/refusal';
import { comingShifts, daysWithShifts, ownStates } from '$lib/server/volunteering/of-volunteer';
import type { PageServerLoadEvent } from './$types';

const Filter = v.object({
	day: v.optional(v.pipe(v.string(), v.isoDate('日期不对'), v.check(isDay, '日期不对'))),
	kind: v.optional(v.picklist(postKindNames, '没有这类点位')),
	page: v.optional(
		v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, '翻页地址不对'), v.transform(Number))
	)
});

// the pattern lets 30 February through
function isDay(text: string): boolean {
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export const load = page(async ({ url, locals: { actor } }: PageServerLoadEvent) => {
	const given = [...url.searchParams].filter(([, value]) => value !== '');
	const filter = v.safeParse(Filter, Object.fromEntries(given));
	if (!filter.success) throw new Refusal('invalid', filter.issues[0].message);
	const at = now();
	const { rows, next } = await comingShifts(db, filter.output, at);
	const states = await ownStates(
		db,
		actor,
		rows.map(({ id }) => id)
	);
	return {
		shifts: rows.map(({ id, ...shift }) => ({ ...shift, own: states.get(id) ?? null })),
		next,
		filter: filter.output,
		days: await daysWithShifts(db, at),
		now: at
	};
});

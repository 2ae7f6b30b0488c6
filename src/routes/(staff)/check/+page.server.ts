import * as v from 'valibot';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { checkWork } from '$lib/server/reports/queries/field';
import type { PageServerLoadEvent } from './$types';

const degrees = (most: number) =>
	v.pipe(v.string(), v.nonEmpty(), v.transform(Number), v.minValue(-most), v.maxValue(most));
const Position = v.object({ lat: degrees(90), lng: degrees(180) });

export const load = page(async ({ locals, url }: PageServerLoadEvent) => {
	const here = v.safeParse(Position, Object.fromEntries(url.searchParams));
	return {
		now: now(),
		ownUnit: locals.actor.unitId !== null,
		nearby: here.success,
		done: url.searchParams.get('done'),
		work: await checkWork(db, locals.actor, here.success ? here.output : null)
	};
});

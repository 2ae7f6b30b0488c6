import * as v from 'valibot';
import { keptOtherwise, retentionFacts, retentionNames } from '$lib/retention/classes';
import { ChooseRetention, RunRetention } from '$lib/retention/forms';
import { mustKeepSecure } from '$lib/server/accounts/security';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { requireRecent, standingOf } from '$lib/server/http/recent';
import { chooseRetention, dryRun, retentionDays, runRetention } from '$lib/server/retention/run';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	mustKeepSecure(event.locals.actor);
	const days = await retentionDays(db);
	return {
		standing: standingOf(event, now()),
		classes: retentionNames.map((name) => ({ name, ...retentionFacts(name), days: days[name] })),
		keptOtherwise
	};
});

const recently = async (event: RequestEvent) => requireRecent(event, now());

export const actions: Actions = {
	choose: formAction(
		ChooseRetention,
		async ({ locals }: RequestEvent, input) => {
			await chooseRetention(db, locals.actor, input, now());
			return { done: `“${retentionFacts(input.name).label}”的期限已保存。到期的每小时自动删除。` };
		},
		recently
	),
	dry: formAction(v.object({}), async ({ locals }: RequestEvent) => {
		const at = now();
		return { dry: { at, counts: await dryRun(db, locals.actor, at) } };
	}),
	run: formAction(
		RunRetention,
		async ({ locals }: RequestEvent, input) => {
			const gone = await runRetention(db, locals.actor, input, now());
			const total = Object.values(gone).reduce((sum, many) => sum + many, 0);
			return { done: `已执行，删除了 ${total} 项；照片文件在一小时内从磁盘上消失。` };
		},
		recently
	)
};

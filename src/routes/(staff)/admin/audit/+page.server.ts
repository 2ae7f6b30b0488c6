import * as v from 'valibot';
import { AuditFilter, VerifyChain } from '$lib/audit/forms';
import { auditWords } from '$lib/audit/words';
import { checkAudit, mustReadAudit, readAudit } from '$lib/server/accounts/audit';
import { db, now } from '$lib/server/app';
import { checkStanding } from '$lib/server/audit/check';
import { lastLine } from '$lib/server/audit/queries';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { standingOf } from '$lib/server/http/recent';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	const { url, locals } = event;
	mustReadAudit(locals.actor);
	event.setHeaders({ 'cache-control': 'private, no-store' });
	const asked = v.safeParse(AuditFilter, Object.fromEntries(url.searchParams));
	const filter = asked.success ? asked.output : v.parse(AuditFilter, {});
	const { lines, next } = await readAudit(db, locals.actor, filter, placeOf(url));
	const given = Object.entries(filter).filter(([, value]) => value !== '');
	return {
		filter,
		unreadable: !asked.success,
		query: new URLSearchParams(given).toString(),
		lines,
		next: next && `${next.at}.${next.id}`,
		actions: Object.entries(auditWords).map(([value, label]) => ({ value, label })),
		check: checkStanding(),
		last: await lastLine(db),
		standing: standingOf(event, now()),
		now: now()
	};
});

export const actions: Actions = {
	verify: formAction(VerifyChain, async ({ locals }: RequestEvent, input) => {
		const { begun } = await checkAudit(db, locals.actor, input, now());
		return { done: begun ? '已开始核对，请过一会儿刷新看结果。' : '上一次核对还没有做完。' };
	})
};

function placeOf({ searchParams }: URL) {
	const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(searchParams.get('after') ?? '') ?? [];
	return at && id ? { at: Number(at), id: Number(id) } : undefined;
}

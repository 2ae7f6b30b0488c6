import { redirect } from '@sveltejs/kit';
import { actionsFor } from '$lib/reports/policy';
import { categoryLabel } from '$lib/reports/categories';
import { Rate, Reasoned } from '$lib/reports/forms';
import { ratingDays } from '$lib/reports/workflow';
import { db, now } from '$lib/server/app';
import { claimFor, keepClaim } from '$lib/server/http/claims';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { sketchAround } from '$lib/server/places/queries';
import { sha256 } from '$lib/server/sealing';
import { appealRejection, rateReport } from '$lib/server/reports/commands/closing';
import { claimHashOf, publicReport } from '$lib/server/reports/queries/ledger';
import { ownSide } from '$lib/server/reports/queries/own';
import { dayMs } from '$lib/time/shanghai';
import { afterwards, codeOf } from './afterwards';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';
import { seenTooBy, supportActions } from './support-actions';

export const load = page(async (event: PageServerLoadEvent) => {
	const { params, url, locals, cookies } = event;
	const code = codeOf(params.code);
	const claim = url.searchParams.get('claim');
	if (claim) {
		// kept by the device and gone from the address, so that a shared link gives nothing away
		if (sha256(claim) === (await claimHashOf(db, code))) keepClaim(cookies, url, claim);
		redirect(303, `/reports/${code}`);
	}
	if (code !== params.code) redirect(301, `/reports/${code}`);

	const { report, rated, standing, ties } = await publicReport(db, locals.actor, code);
	const token = ties.reporter ? claimFor(cookies, url, await claimHashOf(db, code)) : null;
	// by the link alone the report is the reporter's, so no cache keeps the page that shows it
	if (token) event.setHeaders({ 'cache-control': 'private, no-store' });
	const at = now();
	return {
		rated,
		seen: await seenTooBy(event, code),
		report: { ...report, label: categoryLabel(report.category) },
		offered: actionsFor(locals.actor, standing, ties).filter(
			(action) => action !== 'rate' || (rated === null && mayStillRate(report, at))
		),
		claimLink: token ? `${url.origin}/reports/${code}?claim=${token}` : null,
		own: report.mine ? await ownSide(db, locals.actor, code) : null,
		around: await sketchAround(db, report, 500),
		now: at
	};
});

const mayStillRate = ({ closedAt }: { closedAt: number | null }, at: number) =>
	closedAt !== null && at <= closedAt + ratingDays * dayMs;

export const actions: Actions = {
	...afterwards,
	rate: formAction(Rate, async ({ locals, params }: RequestEvent, input) => {
		await rateReport(db, locals.actor, codeOf(params.code), input, now());
		return { done: '谢谢您的评价' };
	}),
	appeal: formAction(Reasoned, async ({ locals, params }: RequestEvent, input) => {
		await appealRejection(db, locals.actor, codeOf(params.code), input, now());
		return { done: '已提交复核，文明办会重新审核' };
	}),
	...supportActions
};

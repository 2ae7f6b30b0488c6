import * as v from 'valibot';
import { readCode } from '$lib/reports/code';
import { AskTakedown, Mend, WithdrawPhoto } from '$lib/reports/forms-afterwards';
import { db, now, seal, storage } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { keepClaim } from '$lib/server/http/claims';
import { formAction } from '$lib/server/http/form-action';
import { limit } from '$lib/server/http/rate-limit';
import { Refusal } from '$lib/server/refusal';
import { sha256 } from '$lib/server/sealing';
import {
	eraseContact,
	mendReport,
	withdrawPhoto,
	type PictureFate
} from '$lib/server/reports/commands/after-sending';
import { detachReport } from '$lib/server/reports/commands/detach';
import { askTakedown } from '$lib/server/reports/commands/takedown';
import { formatTime } from '$lib/time/shanghai';
import type { Actions, RequestEvent } from './$types';

/** The code of the address, as people type it. */
export function codeOf(typed: string): string {
	const code = readCode(typed);
	if (!code) throw new Refusal('missing', '没有这个编号的上报，请核对编号');
	return code;
}

const notTooOften = (event: RequestEvent) => limit('mend', addressOf(event));

const withdrawn: Record<PictureFate, string> = {
	erased: '照片已撤回并删除',
	soon: '照片已撤回，文件会在两小时内删除',
	kept: '照片已从这件上报撤回'
};

/** What may be done to a report after it was sent: by its reporter, and by anyone it troubles. */
export const afterwards: Actions = {
	mend: formAction(
		Mend,
		async ({ locals, params }: RequestEvent, input) => {
			const changed = await mendReport(db, locals.actor, codeOf(params.code), input, now());
			return { from: 'mend', done: changed ? '已保存修改' : '没有改动' };
		},
		notTooOften
	),
	withdraw: formAction(
		WithdrawPhoto,
		async ({ locals, params }: RequestEvent, { key }) => {
			const code = codeOf(params.code);
			const fate = await withdrawPhoto(db, storage, locals.actor, code, key, now());
			return { from: 'withdraw', done: withdrawn[fate] };
		},
		notTooOften
	),
	erase: formAction(v.object({}), async ({ locals, params }: RequestEvent) => {
		await eraseContact(db, locals.actor, codeOf(params.code), now());
		return { from: 'erase', done: '您的姓名和电话已删除' };
	}),
	detach: formAction(v.object({}), async ({ locals, params, cookies, url }: RequestEvent) => {
		const claim = await detachReport(db, seal, locals.actor, codeOf(params.code), now());
		keepClaim(cookies, url, claim);
		// whoever the request came from now holds the claim, also for the page that answers it
		locals.actor = { ...locals.actor, claims: [...locals.actor.claims, sha256(claim)] };
		return { from: 'detach', done: '已与账号脱离。请保存页面上方的查询链接。' };
	}),
	takedown: formAction(
		AskTakedown,
		async ({ locals, params }: RequestEvent, input) => {
			const at = now();
			const { dueAt } = await askTakedown(db, seal, locals.actor, codeOf(params.code), input, at);
			const until = `已收到您的请求，最晚 ${formatTime(dueAt, at)} 答复。`;
			const how = input.contact
				? '结果会按您留的联系方式告诉您。'
				: '您没有留联系方式，我们无法通知您；撤下以后这一页就打不开了。';
			return { from: 'takedown', done: until + how };
		},
		(event) => limit('takedown', addressOf(event))
	)
};

import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { uuidv7 } from 'uuidv7';
import { readCode } from '$lib/reports/code';
import { config, db, hints, now, seal, storage } from '$lib/server/app';
import { checked } from '$lib/server/http/endpoint';
import { formAction, uploads } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { Refusal } from '$lib/server/refusal';
import { kit } from '$lib/server/volunteering/kit';
import { act, refusalOf } from '$lib/server/volunteering/on-site';
import { renewSecret } from '$lib/server/volunteering/shift-secrets';
import { putTeamPhoto } from '$lib/server/volunteering/team-photo';
import { dayOf } from '$lib/time/shanghai';
import { actFields } from '$lib/volunteering/act-fields';
import { ActForm } from '$lib/volunteering/act-forms';
import { numberAt } from '$lib/volunteering/number';
import { TypedForm } from '$lib/volunteering/typed-form';
import { dayInWords, hoursInWords } from '$lib/volunteering/words';
import { qrOf } from './shown';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const codeOf = ({ code }: { code: string }): string => readCode(code) ?? code;

export const load = page(async ({ params, url, locals: { actor } }: PageServerLoadEvent) => {
	const code = codeOf(params);
	if (code !== params.code) redirect(301, `/shifts/${code}/on-site`);
	const at = now();
	const found = await kit(db, { seal, hints }, actor, code, at);
	const digits = numberAt(found.secret, at);
	return {
		kit: found,
		when: `${dayInWords(dayOf(found.shift.startsAt), at)} ${hoursInWords(found.shift)}`,
		shown: { digits, qr: qrOf(config.ORIGIN || url.origin, code, digits) }
	};
});

export const actions: Actions = {
	act: formAction(TypedForm, async ({ locals: { actor }, params }: RequestEvent, typed) => {
		await limit('onSite', `account:${actor.accountId}`);
		const at = now();
		const sentAt = new Date(at).toISOString();
		const input = checked(ActForm, { ...actFields(typed, at), sentAt });
		const reply = await act(db, { seal, hints }, actor, codeOf(params), uuidv7(), input, at);
		const refusal = refusalOf(reply);
		if (refusal) throw refusal;
		return { done: reply.sentence };
	}),
	secret: formAction(v.object({}), async ({ locals: { actor }, params }: RequestEvent) => {
		await renewSecret(db, seal, actor, codeOf(params), now());
		return { done: '已换新的密钥，旧手机上的号码作废了' };
	}),
	photo: formAction(
		v.object({ agreed: v.optional(v.literal('on')) }),
		async ({ locals: { actor }, params }: RequestEvent, { agreed }, form) => {
			const [bytes] = await uploads(form, 'photo', 1);
			if (!bytes) throw new Refusal('invalid', '请选一张照片', { photo: '请选一张照片' });
			const sent = { bytes, agreed: agreed === 'on' };
			await putTeamPhoto(db, storage, actor, codeOf(params), sent, now());
			return { done: '合影已收到' };
		}
	)
};

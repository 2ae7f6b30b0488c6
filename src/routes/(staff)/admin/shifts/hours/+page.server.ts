import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { deskCertificates } from '$lib/server/volunteering/certificate-queries';
import { revokeCertificate } from '$lib/server/volunteering/certificates';
import { answerClaim, openClaims } from '$lib/server/volunteering/claims';
import { hourRounding } from '$lib/server/volunteering/hours';
import {
	certificateIssuer,
	setCertificateIssuer,
	setHourRounding
} from '$lib/server/volunteering/hours-settings';
import { IssuerForm, RevokeForm } from '$lib/volunteering/certificate-forms';
import { AnswerForm, RoundingForm } from '$lib/volunteering/claim-forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const asked = (url.searchParams.get('q') ?? '').trim().slice(0, 20);
	return {
		asked,
		claims: await openClaims(db),
		certificates: await deskCertificates(db, asked),
		issuer: await certificateIssuer(db),
		rounding: await hourRounding(db),
		now: now()
	};
});

export const actions: Actions = {
	answer: formAction(AnswerForm, async ({ locals }: RequestEvent, { id, answer, reason }) => {
		const granted = answer === 'grant';
		await answerClaim(db, locals.actor, { id, granted, reason }, now());
		return { done: granted ? '已更正，志愿者会收到消息。' : '已答复，志愿者会收到消息。' };
	}),
	revoke: formAction(RevokeForm, async ({ locals }: RequestEvent, input) => {
		await revokeCertificate(db, locals.actor, input, now());
		return { done: '已撤销，查验的人会看到原因。' };
	}),
	issuer: formAction(IssuerForm, async ({ locals }: RequestEvent, input) => {
		await setCertificateIssuer(db, locals.actor, input, now());
		return { done: '已保存，从现在起开的证明这样写。' };
	}),
	rounding: formAction(RoundingForm, async ({ locals }: RequestEvent, { rounding }) => {
		await setHourRounding(db, locals.actor, rounding, now());
		return { done: '已保存。以前记下的不变，从现在起记的按新规则。' };
	})
};

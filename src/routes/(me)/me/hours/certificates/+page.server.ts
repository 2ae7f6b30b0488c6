import { redirect } from '@sveltejs/kit';
import { db, now, seal } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { ownCertificates } from '$lib/server/volunteering/certificate-queries';
import { issueCertificate } from '$lib/server/volunteering/certificates';
import { certificateIssuer } from '$lib/server/volunteering/hours-settings';
import { ownPerson, sayPerson } from '$lib/server/volunteering/persons';
import { dayOf } from '$lib/time/shanghai';
import { CertificateForm, holderOf, PersonForm } from '$lib/volunteering/certificate-forms';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(async ({ locals: { actor } }: PageServerLoadEvent) => {
	const today = dayOf(now());
	return {
		certificates: await ownCertificates(db, actor),
		...(await ownPerson(db, seal, actor)),
		issues: (await certificateIssuer(db)) !== null,
		today,
		yearBegan: `${today.slice(0, 4)}-01-01`
	};
});

export const actions: Actions = {
	issue: formAction(CertificateForm, async ({ locals }: RequestEvent, input) => {
		const code = await issueCertificate(db, seal, locals.actor, input, now());
		redirect(303, `/me/hours/${code}`);
	}),
	person: formAction(PersonForm, async ({ locals }: RequestEvent, input) => {
		const holder = holderOf(input);
		await sayPerson(db, seal, locals.actor, holder, now());
		return { done: holder ? '保存好了，以后开的证明会写上。' : '已经删除，证明上不写姓名。' };
	})
};

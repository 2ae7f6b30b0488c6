import * as v from 'valibot';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { hourRounding } from '$lib/server/volunteering/hours';
import { setHourRounding } from '$lib/server/volunteering/hours-settings';
import { schoolTerms, shiftRules } from '$lib/server/volunteering/rules';
import { setShiftSetting } from '$lib/server/volunteering/set-rules';
import { RoundingForm, RulesForm, TermsForm } from '$lib/volunteering/office-rules';
import type { Actions, RequestEvent } from './$types';

export const load = page(async () => ({
	rules: await shiftRules(db),
	terms: await schoolTerms(db),
	rounding: await hourRounding(db)
}));

const nothing = v.object({});
const restored = { done: '已恢复标准' };

export const actions: Actions = {
	rules: formAction(RulesForm, async ({ locals }: RequestEvent, input) => {
		await setShiftSetting(db, locals.actor, 'shift_rules', input, now());
		return { done: '已保存，从现在起照此办理。已经报上的不变。' };
	}),
	standard_rules: formAction(nothing, async ({ locals }: RequestEvent) => {
		await setShiftSetting(db, locals.actor, 'shift_rules', null, now());
		return restored;
	}),
	terms: formAction(TermsForm, async ({ locals }: RequestEvent, { terms }) => {
		await setShiftSetting(db, locals.actor, 'school_terms', terms, now());
		return { done: '已保存。以后按规律排班时照这些学期算上学日，已经排好的班次不变。' };
	}),
	standard_terms: formAction(nothing, async ({ locals }: RequestEvent) => {
		await setShiftSetting(db, locals.actor, 'school_terms', null, now());
		return restored;
	}),
	rounding: formAction(RoundingForm, async ({ locals }: RequestEvent, { rounding }) => {
		await setHourRounding(db, locals.actor, rounding, now());
		return { done: '已保存，以后记的时长照此计。已经记下的不变。' };
	}),
	standard_rounding: formAction(nothing, async ({ locals }: RequestEvent) => {
		await setHourRounding(db, locals.actor, 'exact', now());
		return restored;
	})
};

import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { readToken } from '$lib/server/surveys/invitations';
import { openWaves } from '$lib/server/surveys/waves';
import type { Actions } from './$types';

export const load = page(async () => {
	const at = now();
	return { now: at, waves: await openWaves(db, at) };
});

const Code = v.object({
	code: v.pipe(
		v.string('请填写邀请码'),
		v.trim(),
		v.minLength(1, '请填写邀请码'),
		v.maxLength(40, '邀请码是 16 个字')
	)
});

export const actions: Actions = {
	invited: formAction(Code, async (_, { code }) =>
		redirect(303, `/s/${encodeURIComponent(readToken(code))}`)
	)
};

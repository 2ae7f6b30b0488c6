import { redirect } from '@sveltejs/kit';
import { FirstAdministrator } from '$lib/accounts/forms';
import { db, firstAdministratorMade, firstStart, now } from '$lib/server/app';
import { makeFirstAdministrator } from '$lib/server/accounts/people';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { Refusal } from '$lib/server/refusal';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = page(({ url }: PageServerLoadEvent) => checkToken(url));

export const actions: Actions = {
	default: formAction(FirstAdministrator, async ({ url }: RequestEvent, input) => {
		checkToken(url);
		await makeFirstAdministrator(db, input, now());
		firstAdministratorMade();
		redirect(303, '/login');
	})
};

function checkToken(url: URL): void {
	if (firstStart === null || url.searchParams.get('token') !== firstStart) {
		throw new Refusal('missing', '这个地址已经用过或不对，请看服务器启动时打印的地址');
	}
}

import { mayManageTown } from '$lib/accounts/policy';
import { endpoint } from '$lib/server/http/endpoint';
import { Refusal } from '$lib/server/refusal';
import { excelDownload } from '../../places/downloads';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ locals }: RequestEvent) => {
	if (!mayManageTown(locals.actor)) throw new Refusal('forbidden', '您不能导出这份名单');
	return excelDownload(locals.actor, 'units');
});

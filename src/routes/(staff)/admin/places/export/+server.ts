import { mayManageTown } from '$lib/accounts/policy';
import { importKinds, type ImportKind } from '$lib/places/import';
import { endpoint } from '$lib/server/http/endpoint';
import { Refusal } from '$lib/server/refusal';
import { excelDownload, geojsonDownload } from '../downloads';
import type { RequestEvent } from './$types';

const isKind = (what: string | null): what is ImportKind =>
	what !== null && Object.hasOwn(importKinds, what);

export const GET = endpoint(async ({ locals, url }: RequestEvent) => {
	if (!mayManageTown(locals.actor)) throw new Refusal('forbidden', '您不能导出本地的地点');
	const what = url.searchParams.get('what');
	const asTable = url.searchParams.get('as') === 'xlsx';
	if (isKind(what) && asTable && what !== 'base') return excelDownload(locals.actor, what);
	if (isKind(what) && !asTable && what !== 'units') return geojsonDownload(locals.actor, what);
	throw new Refusal('missing', '没有这种导出');
});

import { mayManageTown } from '$lib/accounts/policy';
import { endpoint } from '$lib/server/http/endpoint';
import type { DrawnKind } from '$lib/server/places/export';
import { Refusal } from '$lib/server/refusal';
import { excelDownload, geojsonDownload } from '../downloads';
import type { RequestEvent } from './$types';

const drawn: readonly string[] = ['grids', 'streets', 'places', 'base'] satisfies DrawnKind[];
const isDrawn = (what: string | null): what is DrawnKind => what !== null && drawn.includes(what);

export const GET = endpoint(async ({ locals, url }: RequestEvent) => {
	if (!mayManageTown(locals.actor)) throw new Refusal('forbidden', '您不能导出本地的地点');
	const what = url.searchParams.get('what');
	if (what === 'places' && url.searchParams.get('as') === 'xlsx') return excelDownload('places');
	if (!isDrawn(what)) throw new Refusal('missing', '没有这种导出');
	return geojsonDownload(what);
});

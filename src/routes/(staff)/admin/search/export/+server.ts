import { readFilter } from '$lib/reports/filter';
import { db, now } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { exportFound } from '$lib/server/reports/search-export';
import type { RequestEvent } from './$types';

const types = {
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv; charset=utf-8'
} as const;

export const GET = endpoint(async ({ url, locals }: RequestEvent) => {
	const form = url.searchParams.get('as') === 'csv' ? 'csv' : 'xlsx';
	const filter = readFilter(url.searchParams);
	const file = await exportFound(db, locals.actor, filter, form, now());
	return new Response(new Uint8Array(file), {
		headers: {
			'content-type': types[form],
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`搜索结果.${form}`)}`,
			'cache-control': 'no-store'
		}
	});
});

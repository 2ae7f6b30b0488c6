import { db, now } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { exportWave } from '$lib/server/surveys/export';
import type { RequestEvent } from './$types';

const types = {
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv; charset=utf-8'
} as const;

export const GET = endpoint(async ({ params, url, locals }: RequestEvent) => {
	const form = url.searchParams.get('as') === 'csv' ? 'csv' : 'xlsx';
	const file = await exportWave(db, locals.actor, params.slug, form, now());
	return new Response(new Uint8Array(file), {
		headers: {
			'content-type': types[form],
			'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${params.slug}.${form}`)}`,
			'cache-control': 'no-store'
		}
	});
});

import { db, now } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { exportHours } from '$lib/server/volunteering/hours-export';
import { dayOf } from '$lib/time/shanghai';
import { readRange } from '$lib/volunteering/desk-words';
import type { RequestEvent } from './$types';

const types = {
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	csv: 'text/csv; charset=utf-8'
} as const;

export const GET = endpoint(async ({ url, locals }: RequestEvent) => {
	const at = now();
	const form = url.searchParams.get('as') === 'csv' ? 'csv' : 'xlsx';
	const range = readRange(url.searchParams, dayOf(at), 1, 366);
	const file = await exportHours(db, locals.actor, range, form, at);
	const name = encodeURIComponent(`服务时长 ${range.from} ${range.to}.${form}`);
	return new Response(new Uint8Array(file), {
		headers: {
			'content-type': types[form],
			'content-disposition': `attachment; filename*=UTF-8''${name}`,
			'cache-control': 'no-store'
		}
	});
});

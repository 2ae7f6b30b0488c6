import { AuditFilter } from '$lib/audit/forms';
import { exportAudit } from '$lib/server/accounts/audit';
import { db, now } from '$lib/server/app';
import { checked, endpoint } from '$lib/server/http/endpoint';
import { readForm, typed } from '$lib/server/http/read-form';
import { requireRecent } from '$lib/server/http/recent';
import { dayOf } from '$lib/time/shanghai';
import type { RequestEvent } from './$types';

const heads = [
	'编号',
	'时间',
	'账号',
	'姓名或岗位',
	'角色',
	'地址',
	'事件',
	'对象',
	'说明',
	'校验值'
];

/** The lines of a filter as a table, sent as they are read. */
export const POST = endpoint(async (event: RequestEvent) => {
	const filter = checked(AuditFilter, typed(await readForm(event.request)));
	const back = new URL(`/admin/audit?${new URLSearchParams(filter)}`, event.url);
	requireRecent({ locals: event.locals, url: back }, now());
	const at = now();
	const batches = await exportAudit(db, event.locals.actor, filter, at);
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		// Excel reads UTF-8 only behind this mark
		start: (stream) => stream.enqueue(encoder.encode(`\uFEFF${line(heads)}`)),
		async pull(stream) {
			const { value, done } = await batches.next();
			if (done) return stream.close();
			const rows = value.map((row) =>
				line([
					String(row.id),
					new Date(row.at).toISOString(),
					String(row.accountId ?? ''),
					row.who,
					row.role,
					row.address,
					row.label,
					row.object,
					row.detail,
					row.hash
				])
			);
			stream.enqueue(encoder.encode(rows.join('')));
		},
		cancel: () => void batches.return(undefined)
	});
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="audit-${dayOf(at)}.csv"`,
			'cache-control': 'private, no-store'
		}
	});
});

const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;

// a table program would run what begins like a formula
const cell = (text: string) =>
	`"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

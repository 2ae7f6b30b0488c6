import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { isGroup } from '$lib/reports/categories';
import { readCode } from '$lib/reports/code';
import { pack } from '$lib/reports/resident/ledger-line';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { gridChoices } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import { listLedger, type LedgerCursor } from '$lib/server/reports/queries/ledger';
import { startOfDay } from '$lib/time/shanghai';
import type { PageServerLoadEvent } from './$types';

function isDay(text: string): boolean {
	try {
		return startOfDay(text) > 0;
	} catch {
		return false;
	}
}

const day = v.optional(
	v.pipe(
		v.string(),
		v.check((text) => text === '' || isDay(text), '日期不对'),
		v.transform((text) => text || undefined)
	)
);

const Filter = v.object({
	group: v.optional(
		v.pipe(
			v.string(),
			v.check((id) => id === '' || isGroup(id), '没有这个大类'),
			v.transform((id) => id || undefined)
		)
	),
	step: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^$|^[0-5]$/, '没有这一步'),
			v.transform((text) => (text === '' ? undefined : Number(text)))
		)
	),
	grid: v.optional(
		v.pipe(
			v.string(),
			v.maxLength(40),
			v.transform((code) => code || undefined)
		)
	),
	from: day,
	to: day,
	after: v.optional(
		v.pipe(v.string(), v.regex(/^\d{1,15}-[0-9A-Z]{4}-[0-9A-Z]{4}$/, '翻页地址不对'))
	)
});

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const code = url.searchParams.get('code');
	if (code) findByCode(code);
	const read = v.safeParse(Filter, Object.fromEntries(url.searchParams));
	if (!read.success) throw new Refusal('invalid', read.issues[0].message);
	const { after, ...filter } = read.output;
	const { rows, next } = await listLedger(db, filter, {
		after: after ? cursor(after) : undefined
	});
	return {
		rows: pack(rows),
		next,
		filter,
		grids: await gridChoices(db),
		first: after === undefined,
		now: now()
	};
});

function cursor(after: string): LedgerCursor {
	const dash = after.indexOf('-');
	return { releasedAt: Number(after.slice(0, dash)), code: after.slice(dash + 1) };
}

function findByCode(typed: string): never {
	const code = readCode(typed);
	if (!code) throw new Refusal('invalid', '编号是 8 位字母和数字，例如 7K3F-9QXM');
	redirect(303, `/reports/${code}`);
}

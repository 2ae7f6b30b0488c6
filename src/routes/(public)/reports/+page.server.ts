import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { groups, isGroup } from '$lib/reports/categories';
import { readCode } from '$lib/reports/code';
import { steps } from '$lib/reports/workflow';
import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { listGrids } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import { listLedger } from '$lib/server/reports/queries/ledger';
import type { PageServerLoadEvent } from './$types';

const day = v.optional(
	v.pipe(
		v.string(),
		v.check((text) => text === '' || !Number.isNaN(Date.parse(text)), '日期不对'),
		v.regex(/^$|^\d{4}-\d{2}-\d{2}$/, '日期不对'),
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
	after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}-\d{1,15}$/, '翻页地址不对')))
});

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const code = url.searchParams.get('code');
	if (code) findByCode(code);
	const read = v.safeParse(Filter, Object.fromEntries(url.searchParams));
	if (!read.success) throw new Refusal('invalid', read.issues[0].message);
	const { after, ...filter } = read.output;
	const [releasedAt = 0, id = 0] = after?.split('-').map(Number) ?? [];
	return {
		...(await listLedger(db, filter, after ? { releasedAt, id } : undefined)),
		filter,
		groups: groups.map(({ id, label }) => ({ id, label })),
		steps,
		grids: (await listGrids(db))
			.filter(({ active }) => active)
			.map(({ code, name, town }) => ({ code, name, town })),
		first: after === undefined,
		now: now()
	};
});

function findByCode(typed: string): never {
	const code = readCode(typed);
	if (!code) throw new Refusal('invalid', '编号是 8 位字母和数字，例如 7K3F-9QXM');
	redirect(303, `/reports/${code}`);
}

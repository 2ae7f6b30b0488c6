import { db, now } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { hourRows } from '$lib/server/volunteering/hours-export';
import { hourColumns, setHourColumns } from '$lib/server/volunteering/hours-settings';
import { Refusal } from '$lib/server/refusal';
import { dayOf } from '$lib/time/shanghai';
import { columnsAsked, ColumnsForm } from '$lib/volunteering/columns-form';
import { readRange } from '$lib/volunteering/desk-words';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const previewed = 5;

export const load = page(async ({ url }: PageServerLoadEvent) => {
	const today = dayOf(now());
	const range = url.searchParams.has('from')
		? readRange(url.searchParams, today, 1, 366)
		: { from: `${today.slice(0, 7)}-01`, to: today };
	const columns = await hourColumns(db);
	return { ...range, columns, rows: await hourRows(db, columns, range, previewed) };
});

export const actions: Actions = {
	columns: formAction(ColumnsForm, async ({ locals }: RequestEvent, input) => {
		const columns = columnsAsked(input);
		if (columns.length === 0) throw new Refusal('invalid', '请至少给一列写上次序');
		await setHourColumns(db, locals.actor, columns, now());
		return { done: '已保存，下面是按新格式的样子。' };
	})
};

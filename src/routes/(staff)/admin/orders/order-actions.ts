import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { NewOrder, orderForms, type Ordered } from '$lib/reports/orders';
import { db, now } from '$lib/server/app';
import { checked } from '$lib/server/http/endpoint';
import { formAction } from '$lib/server/http/form-action';
import { typed } from '$lib/server/http/read-form';
import { placeOrder, undoOrder } from '$lib/server/reports/commands/orders';

/** Places what was chosen; `stay` is sent by a page that goes on by itself. */
export const place = formAction(NewOrder, async ({ locals }: RequestEvent, input, form) => {
	const values = typed(form);
	const ordered = { action: input.action, input: checked(orderForms[input.action], values) };
	const placed = await placeOrder(
		db,
		locals.actor,
		{ ...input, ordered: ordered as Ordered },
		now()
	);
	if (values.stay !== 'on') redirect(303, `/admin/orders/${placed.id}`);
	return { placed };
});

const Undo = v.object({
	order: v.pipe(
		v.string('没有这项办理'),
		v.regex(/^\d{1,12}$/, '没有这项办理'),
		v.transform(Number)
	)
});

export const undo = formAction(Undo, async ({ locals }: RequestEvent, { order }) => {
	await undoOrder(db, locals.actor, order, now());
	return { done: '已撤销，什么都没有改动。' };
});

import { uuidv7 } from 'uuidv7';
import type { OrderAction } from '../../src/lib/reports/orders';
import { timed, type Desk } from './desks';

export type Placed = { id: number; notBefore: number };
type Fields = Record<string, string>;

/** Orders as the desk's own screen does; @throws when it was refused. */
export async function place(
	desk: Desk,
	action: OrderAction,
	codes: readonly string[],
	fields: Fields
): Promise<{ time: number; placed: Placed }> {
	const values = { key: uuidv7(), codes: codes.join(), stay: 'on', action, ...fields };
	const { time, data } = await send(desk, 'place', values);
	// SvelteKit's way of writing it: each value once in a list, and its place where it belongs
	const list = JSON.parse(data) as [{ placed: number }, ...unknown[]];
	const { id, notBefore } = list[list[0].placed] as Placed;
	return { time, placed: { id: list[id] as number, notBefore: list[notBefore] as number } };
}

export const undo = async (desk: Desk, { id }: Placed): Promise<number> =>
	(await send(desk, 'undo', { order: String(id) })).time;

async function send({ moderator, origin }: Desk, form: 'place' | 'undo', values: Fields) {
	const { time, text } = await timed(() =>
		moderator.post(`/admin/orders?/${form}`, values, {
			origin,
			accept: 'application/json',
			'x-sveltekit-action': 'true'
		})
	);
	const answer = JSON.parse(text) as { type: string; data: string };
	if (answer.type !== 'success') throw new Error(`${form} ${values.action ?? ''}: ${text}`);
	return { time, data: answer.data };
}

/** Whether all of it is done, and how many could not be. */
export async function standingOf({ moderator }: Desk, { id }: Placed) {
	const { text } = await timed(() => moderator.get(`/admin/orders/${id}`));
	const [, done, failed] = /办成 (\d+) 件，没办成 (\d+) 件/.exec(text) ?? [];
	return done === undefined ? null : { done: Number(done), failed: Number(failed) };
}

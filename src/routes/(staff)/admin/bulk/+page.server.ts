import * as v from 'valibot';
import { uuidv7 } from 'uuidv7';
import { mayTriage } from '$lib/accounts/policy';
import { readCode } from '$lib/reports/code';
import {
	mostItems,
	orderActionNames,
	orderFields,
	orderForms,
	orderWords,
	type OrderAction,
	type Ordered
} from '$lib/reports/orders';
import { isDeskQueue } from '$lib/reports/queues';
import { db, now } from '$lib/server/app';
import { messages } from '$lib/server/http/form-action';
import { page } from '$lib/server/http/page';
import { activeUnits } from '$lib/server/places/queries';
import { Refusal } from '$lib/server/refusal';
import { rehearseAll } from '$lib/server/reports/commands/order-item';
import { chosenLines, codesInQueue } from '$lib/server/reports/queries/desk';
import { moderators } from '$lib/server/reports/queries/takes';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url, locals }: PageServerLoadEvent) => {
	if (!mayTriage(locals.actor)) throw new Refusal('forbidden', '只有值守员可以批量办理');
	const at = now();
	const lines = await chosenLines(db, await codesAsked(url.searchParams, at));
	const codes = lines.map(({ code }) => code);
	const units = await activeUnits(db);
	const colleagues = await moderators(db);
	const asked = url.searchParams.get('action');
	const action = orderActionNames.find((name) => name === asked) ?? null;
	const values: Record<string, string> = Object.fromEntries(url.searchParams);
	const common = { lines, codes, units, colleagues, action, values, most: mostItems };
	if (action === null || codes.length === 0) return { ...common, problems: {}, preview: null };

	const given = Object.fromEntries(orderFields[action].map((name) => [name, values[name] ?? '']));
	const input = v.safeParse(orderForms[action] as v.GenericSchema, given);
	if (!input.success) return { ...common, problems: messages(input.issues), preview: null };
	const ordered = { action, input: input.output } as Ordered;
	const outcomes = await rehearseAll(db, locals.actor, ordered, codes, at);
	return {
		...common,
		problems: {},
		preview: {
			/** The order that is confirmed is one, however often the button is pressed. */
			key: uuidv7(),
			words: orderWords(ordered, namesFor(action, given, units, colleagues)),
			fields: { ...given, action },
			rows: lines.map((line) => {
				const outcome = outcomes.get(line.code);
				const refused = outcome instanceof Refusal;
				return {
					...line,
					problem: refused ? outcome.message : null,
					to: refused || !outcome ? null : outcome.state,
					unit: refused ? null : (units.find(({ id }) => id === outcome?.unitId)?.name ?? null)
				};
			})
		}
	};
});

async function codesAsked(params: URLSearchParams, at: number): Promise<string[]> {
	const queue = params.get('queue');
	if (params.get('all') === 'on' && isDeskQueue(queue)) return codesInQueue(db, queue, at);
	const typed = params.getAll('code').flatMap((text) => text.split(','));
	return [...new Set(typed.flatMap((code) => readCode(code) ?? []))].slice(0, mostItems);
}

type Named = { id: number; name: string }[];

const named = (list: Named, id?: string) => list.find((one) => String(one.id) === id)?.name;

const namesFor = (
	action: OrderAction,
	given: Record<string, string>,
	units: Named,
	colleagues: Named
) =>
	action === 'dispatch'
		? { unit: named(units, given.unitId) }
		: { colleague: named(colleagues, given.accountId) };

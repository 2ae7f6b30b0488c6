import * as v from 'valibot';
import { uuidv7 } from 'uuidv7';
import { mayTriage } from '$lib/accounts/policy';
import type { Actor } from '$lib/accounts/roles';
import { readCode } from '$lib/reports/code';
import { readFilter } from '$lib/reports/filter';
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
import { codesFound } from '$lib/server/reports/queries/search';
import { moderators } from '$lib/server/reports/queries/takes';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ url, locals }: PageServerLoadEvent) => {
	if (!mayTriage(locals.actor)) throw new Refusal('forbidden', '只有值守员可以批量办理');
	const at = now();
	const asked = await codesAsked(url.searchParams, locals.actor, at);
	const lines = await chosenLines(db, asked.codes);
	const codes = lines.map(({ code }) => code);
	const units = await activeUnits(db);
	const colleagues = await moderators(db);
	const named = url.searchParams.get('action');
	const action = orderActionNames.find((name) => name === named) ?? null;
	const values: Record<string, string> = Object.fromEntries(url.searchParams);
	const common = { lines, codes, more: asked.more, units, colleagues, action, values };
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

/** Chosen by hand, all of a queue, or all that a filter finds; `more`: it found more than these. */
async function codesAsked(
	params: URLSearchParams,
	actor: Actor,
	at: number
): Promise<{ codes: string[]; more: boolean }> {
	const queue = params.get('queue');
	const filter = params.get('filter');
	if (params.get('all') === 'on' && isDeskQueue(queue)) {
		return { codes: await codesInQueue(db, queue, at), more: false };
	}
	if (filter !== null) {
		const found = readFilter(new URLSearchParams(filter));
		return codesFound(db, actor, found, { at, most: mostItems });
	}
	const typed = params.getAll('code').flatMap((text) => text.split(','));
	const codes = [...new Set(typed.flatMap((code) => readCode(code) ?? []))];
	return { codes: codes.slice(0, mostItems), more: codes.length > mostItems };
}

type Named = { id: number; name: string }[];

const nameOf = (list: Named, id?: string) => list.find((one) => String(one.id) === id)?.name;

const namesFor = (
	action: OrderAction,
	given: Record<string, string>,
	units: Named,
	colleagues: Named
) =>
	action === 'dispatch'
		? { unit: nameOf(units, given.unitId) }
		: { colleague: nameOf(colleagues, given.accountId) };

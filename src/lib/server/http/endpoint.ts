import { json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '../refusal';
import { messages } from './form-action';

/** A handler whose refusals become `{reason, message, fields?}` with their status. */
export function endpoint<Event extends RequestEvent>(
	work: (event: Event) => Promise<Response>
): (event: Event) => Promise<Response> {
	return async (event) => {
		try {
			return await work(event);
		} catch (problem) {
			if (!(problem instanceof Refusal)) throw problem;
			return refusalResponse(problem);
		}
	};
}

export function refusalResponse({
	reason,
	message,
	fields,
	status,
	retryAfter
}: Refusal): Response {
	return json(
		{ reason, message, ...(fields ? { fields } : {}) },
		{ status, headers: retryAfter ? { 'retry-after': String(retryAfter) } : {} }
	);
}

/** @throws Refusal('invalid') for what is not JSON or not of the schema */
export async function readJson<Schema extends v.GenericSchema>(
	request: Request,
	schema: Schema
): Promise<v.InferOutput<Schema>> {
	let body: unknown;
	try {
		body = JSON.parse(await request.text());
	} catch {
		throw new Refusal('invalid', '发来的内容不是有效的 JSON');
	}
	return checked(schema, body);
}

/** @throws Refusal('invalid') with a message for each field */
export function checked<Schema extends v.GenericSchema>(
	schema: Schema,
	value: unknown
): v.InferOutput<Schema> {
	const result = v.safeParse(schema, value);
	if (result.success) return result.output;
	const fields = messages(result.issues);
	throw new Refusal('invalid', Object.values(fields)[0] ?? '填写的内容不对', fields);
}

import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '../refusal';
import { echo, readForm, typed } from './read-form';

// for what has no sentence of its own in its schema, above all a field that did not come at all
v.setGlobalMessage(({ received }) =>
	received === 'undefined' ? '请填写这一项' : '填写的内容不对'
);

export type FormProblem = {
	message: string;
	fields: Record<string, string>;
	/** What was typed, to fill the form again; never files or passwords. */
	values: Record<string, string>;
};

/**
 * A form action: reads the form by `schema`, hands it to `work`, and turns refusals into a status
 * with messages beside the fields. `work` also gets the raw form, for files; `first` is asked
 * before the body is read.
 */
export function formAction<
	Schema extends v.GenericSchema | v.GenericSchemaAsync,
	Event extends RequestEvent,
	Result
>(
	schema: Schema,
	work: (event: Event, input: v.InferOutput<Schema>, form: FormData) => Promise<Result> | Result,
	first?: (event: Event) => Promise<void>
): (event: Event) => Promise<Result | ActionFailure<{ problem: FormProblem }>> {
	return async (event) => {
		let values: Record<string, string> = {};
		try {
			await first?.(event);
			const form = await readForm(event.request);
			values = typed(form);
			const input = v.safeParse(schema as v.GenericSchema, values);
			if (!input.success) {
				const fields = messages(input.issues);
				throw new Refusal('invalid', Object.values(fields)[0] ?? '填写的内容不对', fields);
			}
			return await work(event, input.output as v.InferOutput<Schema>, form);
		} catch (problem) {
			if (!(problem instanceof Refusal)) throw problem;
			const { message, fields = {} } = problem;
			return fail(problem.status, { problem: { message, fields, values: echo(values) } });
		}
	};
}

/** The first message for each field, by its path with dots. */
export function messages(issues: readonly v.BaseIssue<unknown>[]): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const issue of issues) {
		const path = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
		// a field that is not there at all has no message of its own
		fields[path] ??= /^Invalid/.test(issue.message) ? '请填写这一项' : issue.message;
	}
	return fields;
}

/** The files that were really chosen under `name`. */
export async function uploads(form: FormData, name: string, most: number): Promise<Uint8Array[]> {
	const files = form
		.getAll(name)
		.filter((file): file is File => file instanceof File && file.size > 0);
	if (files.length > most) {
		throw new Refusal('invalid', `最多 ${most} 张照片`, { [name]: `最多 ${most} 张照片` });
	}
	return Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
}

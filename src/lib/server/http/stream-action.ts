import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '../refusal';
import type { FormProblem } from './form-action';

/** A form action that reads its body itself, piece by piece; its refusals are answered as every form's are. */
export function streamAction<Event extends RequestEvent, Result>(
	work: (event: Event, body: AsyncIterable<Uint8Array>) => Promise<Result>
): (event: Event) => Promise<Result | ActionFailure<{ problem: FormProblem }>> {
	return async (event) => {
		try {
			return await work(event, piecesOf(event.request.body));
		} catch (problem) {
			if (!(problem instanceof Refusal)) throw problem;
			const { message, fields = {} } = problem;
			return fail(problem.status, { problem: { message, fields, values: {} } });
		}
	};
}

/** To the end, also when nobody wants the rest: else the connection is cut before the answer. */
async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
	if (!body) return;
	const reader = body.getReader();
	let done = false;
	try {
		for (;;) {
			const piece = await reader.read();
			done = piece.done;
			if (piece.done) return;
			yield piece.value;
		}
	} finally {
		while (!done) done = (await reader.read()).done;
	}
}

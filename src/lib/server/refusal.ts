const statuses = {
	invalid: 400,
	unauthenticated: 401,
	forbidden: 403,
	missing: 404,
	conflict: 409,
	lengthless: 411,
	too_large: 413,
	limited: 429
} as const;

export type Reason = keyof typeof statuses;

/**
 * The one way to say no. `message` is shown to the visitor as it is, in plain Chinese;
 * `fields` says which input to mend, by its name.
 */
export class Refusal extends Error {
	readonly status: (typeof statuses)[Reason];

	constructor(
		readonly reason: Reason,
		message: string,
		readonly fields?: Record<string, string>,
		/** Seconds until it is worth trying again, for `limited`. */
		readonly retryAfter?: number,
		/** What went wrong behind it, for the log. */
		cause?: unknown
	) {
		super(message, { cause });
		this.name = 'Refusal';
		this.status = statuses[reason];
	}
}

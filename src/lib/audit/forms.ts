import * as v from 'valibot';

const day = v.optional(
	v.union([v.literal(''), v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/))]),
	''
);
const text = (most: number) => v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most)), '');

/** What the audit administrator looks for; each part may be empty. */
export const AuditFilter = v.object({
	/** A user name, or the number of an account. */
	account: text(40),
	/** `personal` for every read of personal data. */
	action: text(40),
	object: text(60),
	from: day,
	to: day
});
export type AuditFilter = v.InferOutput<typeof AuditFilter>;

export const VerifyChain = v.object({
	/** A hash that was written down earlier: is it still there? */
	hash: v.pipe(text(64), v.regex(/^$|^[0-9a-f]{64}$/, '请填写完整的 64 位校验值，或空着'))
});

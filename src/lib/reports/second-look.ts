import * as v from 'valibot';

/** How many of a hundred passed cases are looked at again, where the office has not said. */
export const standardShare = 10;

/** A number from 0 up to 1 that nobody can foretell and everyone with the secret can find again. */
export type Lot = (closing: string) => number;

/** What the lot is drawn for: one closing of one case. */
export const closingOf = (code: string, closedAt: number): string => `${code} ${closedAt}`;

const bits = 48;

/** @param mac base64url of a keyed hash, at least 8 characters of it */
export function lotOf(mac: string): number {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	const digits = [...mac.slice(0, bits / 6)].map((letter) => alphabet.indexOf(letter));
	if (digits.length < bits / 6 || digits.includes(-1)) throw new RangeError('not a keyed hash');
	return digits.reduce((sum, digit) => sum * 64 + digit, 0) / 2 ** bits;
}

/** @param share percent, 0 to 100 */
export const isDrawn = (lot: number, share: number): boolean => lot < share / 100;

export const SecondLookShare = v.object({
	share: v.pipe(
		v.string('请填写 0 到 100 的整数'),
		v.trim(),
		v.regex(/^\d{1,3}$/, '请填写 0 到 100 的整数'),
		v.transform(Number),
		v.maxValue(100, '最多 100')
	)
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrom, readCode } from '$lib/reports/code';

const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe('a code', () => {
	it('is eight characters of Crockford base32', () => {
		fc.assert(
			fc.property(bytes, (random) => {
				expect(codeFrom(random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
			})
		);
	});

	it.each([
		[[0, 1, 2, 3, 4, 5, 6, 7], '0123-4567'],
		[[31, 30, 29, 28, 27, 26, 25, 24], 'ZYXW-VTSR'],
		[[32, 63, 255, 18, 20, 22, 10, 17], '0ZZJ-MPAH']
	])('of %o is %s', (given, code) => {
		expect(codeFrom(Uint8Array.from(given))).toBe(code);
	});

	it('uses each character equally often', () => {
		const counts = new Map<string, number>();
		for (let byte = 0; byte < 256; byte++) {
			const letter = codeFrom(new Uint8Array(8).fill(byte))[0]!;
			counts.set(letter, (counts.get(letter) ?? 0) + 1);
		}
		expect(new Set(counts.values())).toEqual(new Set([8]));
		expect(counts.size).toBe(32);
	});
});

describe('a code as people type it', () => {
	it('is read whatever its case, dashes and spaces', () => {
		fc.assert(
			fc.property(
				bytes,
				fc.constantFrom('', ' ', '-', ' - '),
				fc.boolean(),
				(random, gap, lower) => {
					const code = codeFrom(random);
					const typed = ` ${code.replace('-', gap)} `;
					expect(readCode(lower ? typed.toLowerCase() : typed)).toBe(code);
				}
			)
		);
	});

	it.each([
		['7k3f 9qxm', '7K3F-9QXM'],
		['OoIi-Ll00', '0011-1100'],
		['7K3F9QXM', '7K3F-9QXM']
	])('%s is read as %s', (typed, code) => {
		expect(readCode(typed)).toBe(code);
	});

	it.each(['', '7K3F', '7K3F-9QXMX', '7K3F-9QXU', '七K3F-9QXM', "7K3F-9QX'", '7K3F_9QXM'])(
		'%j is not one',
		(typed) => {
			expect(readCode(typed)).toBeNull();
		}
	);
});

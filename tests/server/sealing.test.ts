import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealing, sha256 } from '../../src/lib/server/sealing';

const keys = { secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) };
const seal = sealing(keys);

describe('what is sealed', () => {
	it('opens to what it was', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
				expect(seal.open(seal.seal(plain))).toBe(plain);
			})
		);
	});

	it('does not show what it is, and never looks the same', () => {
		const sealed = Array.from({ length: 50 }, () => seal.seal('13900001234'));
		expect(new Set(sealed).size).toBe(50);
		for (const text of sealed) {
			expect(text).not.toContain('13900001234');
			expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('13900001234');
		}
	});

	it('opens with no other key', () => {
		const other = sealing({ ...keys, sealKey: Buffer.alloc(32, 3) });
		expect(() => other.open(seal.seal('13900001234'))).toThrow();
	});

	it('opens no more when any byte of it was changed', () => {
		const bytes = Buffer.from(seal.seal('13900001234'), 'base64url');
		for (let i = 0; i < bytes.length; i++) {
			const changed = Buffer.from(bytes);
			changed[i] = changed[i]! ^ 1;
			expect(() => seal.open(changed.toString('base64url')), `byte ${i}`).toThrow();
		}
		expect(() => seal.open(bytes.subarray(0, -1).toString('base64url'))).toThrow();
		expect(() => seal.open('')).toThrow();
	});
});

describe('the blind index', () => {
	it('is the same for the same, and for nothing else', () => {
		const index = seal.index('phone', '13900001234');
		expect(index).toMatch(/^[\w-]{43}$/);
		expect(seal.index('phone', '13900001234')).toBe(index);
		expect(seal.index('phone', '13900001235')).not.toBe(index);
		expect(seal.index('code', '13900001234')).not.toBe(index);
		expect(
			sealing({ ...keys, secretKey: Buffer.alloc(32, 9) }).index('phone', '13900001234')
		).not.toBe(index);
	});

	it('keeps purpose and value apart', () => {
		expect(seal.index('a', 'bc')).not.toBe(seal.index('ab', 'c'));
	});
});

it('SHA-256 is that of the standard', () => {
	expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
	expect(sha256(Buffer.from('abc'))).toBe(sha256('abc'));
});

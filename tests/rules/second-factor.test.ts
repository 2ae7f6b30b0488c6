import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { FactorCode, RecoveryCode } from '$lib/accounts/forms';
import { mustProve } from '$lib/accounts/policy';
import { roleNames, staffRoles } from '$lib/accounts/roles';
import { isOver } from '$lib/accounts/session-limits';
import { codeAt, inGroups, keyFrom, keyText, keyUri, stepOf } from '$lib/accounts/totp';
import { minuteMs } from '$lib/time/shanghai';

/** The key of RFC 6238, appendix B. */
const key = new TextEncoder().encode('12345678901234567890');

describe('a code', () => {
	// the RFC's table for SHA-1, of whose eight digits an app shows the last six
	it.each([
		[59, '287082'],
		[1_111_111_109, '081804'],
		[1_111_111_111, '050471'],
		[1_234_567_890, '005924'],
		[2_000_000_000, '279037'],
		[20_000_000_000, '353130']
	])('at %i s is the one of RFC 6238', (seconds, code) => {
		expect(codeAt(key, seconds * 1000)).toBe(code);
		expect(stepOf(key, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
	});

	const at = 1_234_567_890_000;
	const step = at / 30_000;

	it.each([
		[-60_000, false],
		[-30_000, true],
		[0, true],
		[30_000, true],
		[60_000, false]
	])('of a clock that is %i ms off: taken is %s', (drift, taken) => {
		expect(stepOf(key, codeAt(key, at + drift), at)).toBe(taken ? step + drift / 30_000 : null);
	});

	it('changes on the half minute', () => {
		expect(codeAt(key, at + 29_999)).toBe(codeAt(key, at));
		expect(codeAt(key, at + 30_000)).not.toBe(codeAt(key, at));
	});

	it.each(['', '00592', '0059244', '005925', '００５９２４'])('is not %j', (given) => {
		expect(stepOf(key, given, at)).toBeNull();
	});

	it('may be typed with the space that apps show', () => {
		expect(v.parse(FactorCode, { code: ' 005 924 ' })).toEqual({ code: '005924' });
		for (const code of ['00592', '0059244', 'abcdef', '']) {
			expect(v.safeParse(FactorCode, { code }).success, code).toBe(false);
		}
	});
});

describe('a key', () => {
	it('is the same after being written and read', () => {
		expect(keyText(key)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
		expect(keyFrom(keyText(key))).toEqual(key);
	});

	it('is shown in groups of four', () => {
		expect(inGroups('GEZDGNBVGY')).toBe('GEZD GNBV GY');
	});

	it('reaches the app with its name', () => {
		const uri = new URL(keyUri('文明 同行', 'li.wei', key));
		expect(uri.href).not.toContain('+');
		expect(uri.protocol).toBe('otpauth:');
		expect(Object.fromEntries(uri.searchParams)).toEqual({
			issuer: '文明 同行',
			algorithm: 'SHA1',
			secret: keyText(key),
			period: '30',
			digits: '6'
		});
	});
});

describe('a recovery code', () => {
	it('is read as people type it', () => {
		expect(v.parse(RecoveryCode, { recovery: ' 7k3f 9qxm' })).toEqual({ recovery: '7K3F-9QXM' });
	});

	it.each(['', '7K3F', '7K3F-9QXM-1', '七七七七七七七七', 'x'.repeat(65)])(
		'is not %j',
		(recovery) => {
			const { issues } = v.safeParse(RecoveryCode, { recovery });
			expect(issues?.[0].message).toBe('恢复码是 8 位字母和数字');
		}
	);
});

describe('who must prove themselves twice', () => {
	it('are staff, where it is asked, until they have', () => {
		const asked = roleNames.filter((role) => mustProve({ role }, { provenAt: null }, true));
		expect(asked).toEqual(staffRoles);
		for (const role of roleNames) {
			expect(mustProve({ role }, { provenAt: null }, false)).toBe(false);
			expect(mustProve({ role }, { provenAt: 1 }, true)).toBe(false);
		}
	});

	it('have a quarter of an hour for it', () => {
		const begun = { createdAt: 0, seenAt: 14 * minuteMs, provenAt: null };
		expect(isOver('moderator', begun, true, 15 * minuteMs)).toBe(false);
		expect(isOver('moderator', begun, true, 15 * minuteMs + 1)).toBe(true);
		expect(isOver('moderator', begun, false, 15 * minuteMs + 1)).toBe(false);
		expect(isOver('moderator', { ...begun, provenAt: 1 }, true, 15 * minuteMs + 1)).toBe(false);
	});
});

import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roleNames, theSystem, type Actor } from '../../src/lib/accounts/roles';
import { codeAt, keyText } from '../../src/lib/accounts/totp';
import { hourMs, minuteMs } from '../../src/lib/time/shanghai';
import {
	endOtherSessions,
	endSession,
	ownSessions
} from '../../src/lib/server/accounts/own-sessions';
import { listStaff } from '../../src/lib/server/accounts/people';
import { qrPath } from '../../src/lib/components/qr';
import { accounts, recoveryCodes } from '../../src/lib/server/accounts/schema';
import {
	enrolSecondFactor,
	keyOffered,
	proveByCode,
	proveByRecoveryCode,
	renewRecoveryCodes,
	resetSecondFactor,
	secondFactorOf
} from '../../src/lib/server/accounts/second-factor';
import { sessionsIn, type Sessions } from '../../src/lib/server/accounts/sessions';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { sha256 } from '../../src/lib/server/sealing';
import { freshTown } from '../support/database';
import { monday, people, seal, type People } from '../support/factories';

const step = 30_000;
const house = { secure: true, secondFactor: true };
let db: Db;
let who: People;
let sessions: Sessions;
let me: Actor;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	me = who.moderator;
	sessions = sessionsIn(db, house);
	// Lucia reads the clock itself
	vi.useFakeTimers({ toFake: ['Date'], now: monday });
});
afterEach(() => {
	vi.useRealTimers();
});

const id = (actor = me) => actor.accountId!;
const open = (actor = me, at = monday) => sessions.open(id(actor), at);
const unproven = async (secret: string, at = monday) => (await sessions.read(secret, at))?.unproven;
const trail = async (actor = me) =>
	(await auditOf(db, `account:${id(actor)}`)).map(({ action }) => action);

/** Sets the second factor up as the page does: the key offered, and a code of it. */
async function enrolled(actor = me, at = monday) {
	const secret = await open(actor, at);
	const key = keyOffered(seal, secret);
	const made = await enrolSecondFactor(db, seal, actor, { code: codeAt(key, at), secret }, at);
	return { ...made, key };
}
const prove = async (code: string, at: number, actor = me) =>
	proveByCode(db, seal, actor, { code, secret: await open(actor, at) }, at);
const recover = async (recovery: string, at: number, actor = me) =>
	proveByRecoveryCode(db, seal, actor, { recovery, secret: await open(actor, at) }, at);
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a sign-in by password alone', () => {
	it('is worth nothing to staff, and is whole for residents', async () => {
		expect(await unproven(await open())).toBe(true);
		expect(await unproven(await open(who.resident))).toBe(false);
		const elsewhere = sessionsIn(db, { secure: true });
		expect((await elsewhere.read(await open(), monday))?.unproven).toBe(false);
	});

	it('ends after a quarter of an hour', async () => {
		const secret = await open();
		expect(await unproven(secret, monday + 15 * minuteMs)).toBe(true);
		expect(await sessions.read(secret, monday + 15 * minuteMs + 1)).toBeNull();
	});
});

describe('setting up', () => {
	it('offers the same key after a reload, and another one in another session', async () => {
		const [mine, other] = [await open(), await open()];
		expect(keyOffered(seal, mine)).toEqual(keyOffered(seal, mine));
		expect(keyOffered(seal, mine)).toHaveLength(20);
		expect(keyOffered(seal, mine)).not.toEqual(keyOffered(seal, other));
	});

	it('keeps nothing until a code confirms the key', async () => {
		const secret = await open();
		const code = wrong(codeAt(keyOffered(seal, secret), monday));
		const input = { code, secret };
		await expect(enrolSecondFactor(db, seal, me, input, monday)).rejects.toMatchObject({
			reason: 'unauthenticated'
		});
		expect(await secondFactorOf(db, id())).toMatchObject({ setUp: false, codesLeft: 0 });
		expect(await unproven(secret)).toBe(true);
	});

	it('seals the key, hashes the codes, and replaces the session', async () => {
		const before = await open();
		const key = keyOffered(seal, before);
		const made = await enrolSecondFactor(
			db,
			seal,
			me,
			{ code: codeAt(key, monday), secret: before },
			monday
		);
		expect(new Set(made.codes).size).toBe(10);
		for (const code of made.codes) expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
		const kept = JSON.stringify([
			await db.select().from(accounts),
			await db.select().from(recoveryCodes)
		]);
		for (const code of made.codes) expect(kept).not.toContain(code);
		const [row] = await db.select().from(accounts).where(eq(accounts.id, id()));
		expect(seal.open(row!.totpSealed!)).toBe(keyText(key));
		expect(kept).not.toContain(keyText(key));
		expect(await sessions.read(before, monday)).toBeNull();
		expect(await unproven(made.secret)).toBe(false);
		expect(await trail()).toEqual(['enrol_second_factor']);
	});

	it('is done once, also when two try at the same moment', async () => {
		const secrets = [await open(), await open()];
		const outcomes = await Promise.allSettled(
			secrets.map((secret) => {
				const code = codeAt(keyOffered(seal, secret), monday);
				return enrolSecondFactor(db, seal, me, { code, secret }, monday);
			})
		);
		expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await secondFactorOf(db, id())).toMatchObject({ setUp: true, codesLeft: 10 });
	});

	it('takes no code of a session that is over, nor of somebody else', async () => {
		const secret = await open(who.supervisor);
		const code = codeAt(keyOffered(seal, secret), monday);
		await expect(enrolSecondFactor(db, seal, me, { code, secret }, monday)).rejects.toMatchObject({
			reason: 'conflict'
		});
		expect(await secondFactorOf(db, id())).toMatchObject({ setUp: false });
	});
});

describe('a code of the app', () => {
	const later = monday + hourMs;

	it('proves the sign-in, in another session than before', async () => {
		const { key } = await enrolled();
		const before = await open(me, later);
		const input = { code: codeAt(key, later), secret: before };
		const after = await proveByCode(db, seal, me, input, later);
		expect(after).not.toBe(before);
		expect(await sessions.read(before, later)).toBeNull();
		expect(await unproven(after, later)).toBe(false);
		expect((await trail()).at(-1)).toBe('prove_second_factor');
	});

	it('is that of the person’s own key', async () => {
		const { key } = await enrolled();
		await enrolled(who.supervisor);
		await expect(prove(codeAt(key, later), later, who.supervisor)).rejects.toMatchObject({
			reason: 'unauthenticated'
		});
	});

	it.each([
		[-2, false],
		[-1, true],
		[1, true],
		[2, false]
	])('of a clock %i steps off: taken is %s', async (steps, taken) => {
		const { key } = await enrolled();
		const proof = prove(codeAt(key, later + steps * step), later);
		if (taken) expect(await unproven(await proof, later)).toBe(false);
		else await expect(proof).rejects.toMatchObject({ reason: 'unauthenticated' });
	});

	it('works once, and none from before it works after it', async () => {
		const { key } = await enrolled();
		await prove(codeAt(key, later), later);
		for (const seen of [later, later - step]) {
			await expect(prove(codeAt(key, seen), later)).rejects.toMatchObject({
				reason: 'unauthenticated',
				message: expect.stringContaining('已经用过')
			});
		}
		await prove(codeAt(key, later + step), later);
	});

	it('that confirmed the key does not sign in too', async () => {
		const { key } = await enrolled();
		await expect(prove(codeAt(key, monday), monday + 1)).rejects.toMatchObject({
			reason: 'unauthenticated'
		});
	});

	it('of twenty at once with the same one lets one in', async () => {
		const { key } = await enrolled();
		const code = codeAt(key, later);
		const secrets = await Promise.all(Array.from({ length: 20 }, () => open(me, later)));
		const outcomes = await Promise.allSettled(
			secrets.map((secret) => proveByCode(db, seal, me, { code, secret }, later))
		);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('that is wrong five times locks for a quarter of an hour, recovery codes too', async () => {
		const { key, codes } = await enrolled();
		const code = codeAt(key, later);
		for (let i = 0; i < 5; i++) {
			await expect(prove('000000', later)).rejects.toMatchObject({ reason: 'unauthenticated' });
		}
		for (const refused of [prove(code, later), recover(codes[0]!, later)]) {
			await expect(refused).rejects.toMatchObject({ reason: 'limited' });
		}
		expect((await trail()).filter((action) => action === 'second_factor_failed')).toHaveLength(5);
		const open = later + 15 * minuteMs;
		await prove(codeAt(key, open), open);
	});

	it('that is right forgets the wrong ones', async () => {
		const { key } = await enrolled();
		for (let round = 0; round < 3; round++) {
			const at = later + round * minuteMs;
			for (let i = 0; i < 4; i++) await expect(prove('000000', at)).rejects.toThrow();
			await prove(codeAt(key, at), at);
		}
	});

	it('does not open a session that was ended meanwhile, and is not used up by it', async () => {
		const { key } = await enrolled();
		const secret = await open(me, later);
		await sessions.close(secret);
		const input = { code: codeAt(key, later), secret };
		await expect(proveByCode(db, seal, me, input, later)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await prove(input.code, later);
	});
});

describe('a recovery code', () => {
	const later = monday + hourMs;

	it('proves the sign-in once, and says how many are left', async () => {
		const { codes } = await enrolled();
		const { secret, left } = await recover(codes[3]!, later);
		expect(left).toBe(9);
		expect(await unproven(secret, later)).toBe(false);
		await expect(recover(codes[3]!, later)).rejects.toMatchObject({ reason: 'unauthenticated' });
		expect((await recover(codes[4]!, later)).left).toBe(8);
		expect(await trail()).toContain('use_recovery_code');
	});

	it('used twenty times at once works once', async () => {
		const { codes } = await enrolled();
		const secrets = await Promise.all(Array.from({ length: 20 }, () => open(me, later)));
		const outcomes = await Promise.allSettled(
			secrets.map((secret) =>
				proveByRecoveryCode(db, seal, me, { recovery: codes[0]!, secret }, later)
			)
		);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('is of no use to a colleague', async () => {
		const { codes } = await enrolled();
		await enrolled(who.supervisor);
		await expect(recover(codes[0]!, later, who.supervisor)).rejects.toMatchObject({
			reason: 'unauthenticated'
		});
	});

	it('renewed makes the earlier ones worth nothing; it takes a code of the app', async () => {
		const { key, codes } = await enrolled();
		const renew = (code: string) => renewRecoveryCodes(db, seal, me, { code }, later);
		await expect(renew(wrong(codeAt(key, later)))).rejects.toMatchObject({
			reason: 'unauthenticated'
		});
		await recover(codes[0]!, later);
		const fresh = await renew(codeAt(key, later));
		expect(fresh).toHaveLength(10);
		expect(await secondFactorOf(db, id())).toMatchObject({ codesLeft: 10 });
		await expect(recover(codes[1]!, later)).rejects.toMatchObject({ reason: 'unauthenticated' });
		expect((await recover(fresh[0]!, later)).left).toBe(9);
		expect(await trail()).toContain('renew_recovery_codes');
	});
});

describe('a reset', () => {
	const listed = async () => (await listStaff(db)).find((person) => person.id === id());

	it('ends the sessions and all that proved before, so that it is set up anew', async () => {
		const { key, secret, codes } = await enrolled();
		expect(await listed()).toMatchObject({ secondFactor: true });
		await resetSecondFactor(db, who.administrator, { id: id() }, monday);
		expect(await listed()).toMatchObject({ secondFactor: false });
		expect(await sessions.read(secret, monday)).toBeNull();
		expect(await secondFactorOf(db, id())).toMatchObject({ setUp: false, codesLeft: 0 });
		const later = monday + hourMs;
		await expect(prove(codeAt(key, later), later)).rejects.toMatchObject({ reason: 'conflict' });
		await expect(recover(codes[0]!, later)).rejects.toMatchObject({ reason: 'unauthenticated' });
		await enrolled(me, later);
		expect(await auditOf(db, `account:${id()}`)).toContainEqual(
			expect.objectContaining({ action: 'reset_second_factor', accountId: id(who.administrator) })
		);
	});

	it('is the administrator’s alone, never of the own, and of staff only', async () => {
		const { secret } = await enrolled();
		const reset = (actor: Actor, of: number) =>
			resetSecondFactor(db, actor, { id: of }, monday).catch(({ reason }) => reason);
		for (const role of roleNames.filter((name) => name !== 'system_admin')) {
			expect(await reset({ ...who.supervisor, role }, id()), role).toBe('forbidden');
		}
		expect(await reset(who.administrator, id(who.administrator))).toBe('conflict');
		expect(await reset(who.administrator, id(who.resident))).toBe('missing');
		expect(await reset(who.administrator, 99_999)).toBe('missing');
		expect(await unproven(secret)).toBe(false);
	});

	it('can be done at the machine itself, for the only administrator', async () => {
		await enrolled(who.administrator);
		await resetSecondFactor(db, theSystem, { id: id(who.administrator) }, monday);
		expect(await secondFactorOf(db, id(who.administrator))).toMatchObject({ setUp: false });
	});
});

describe('one’s own sessions', () => {
	const mine = (secret: string, at = monday) =>
		ownSessions(db, id(), { secret, secondFactor: true }, at);

	it('are listed with their times, without those that are over', async () => {
		const { secret } = await enrolled();
		const second = await open(me, monday + minuteMs);
		await open(who.supervisor);
		expect(await mine(secret, monday + minuteMs)).toEqual([
			{
				id: sha256(second),
				createdAt: monday + minuteMs,
				device: '',
				seenAt: monday + minuteMs,
				here: false,
				unproven: true
			},
			{
				id: sha256(secret),
				createdAt: monday,
				device: '',
				seenAt: monday,
				here: true,
				unproven: false
			}
		]);
		expect(await mine(secret, monday + 20 * minuteMs)).toMatchObject([{ here: true }]);
	});

	it('are ended one by one, never those of another', async () => {
		const { secret } = await enrolled();
		const [second, other] = [await open(), await open(who.supervisor)];
		await endSession(db, me, { id: sha256(second) }, monday);
		expect(await sessions.read(second, monday)).toBeNull();
		expect(await sessions.read(secret, monday)).not.toBeNull();
		await expect(endSession(db, me, { id: sha256(other) }, monday)).rejects.toMatchObject({
			reason: 'missing'
		});
		expect(await sessions.read(other, monday)).not.toBeNull();
		expect(await trail()).toContain('end_session');
	});

	it('are ended all but this', async () => {
		const { secret } = await enrolled();
		const others = [await open(), await open()];
		expect(await endOtherSessions(db, me, { secret }, monday)).toBe(2);
		for (const other of others) expect(await sessions.read(other, monday)).toBeNull();
		expect(await sessions.read(secret, monday)).not.toBeNull();
	});
});

describe('the QR code', () => {
	it('is a path within its square', () => {
		const { size, path } = qrPath('otpauth://totp/x');
		const bars = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
		expect(bars.map(([bar]) => bar).join('')).toBe(path);
		for (const [, x, y, width, back] of bars) {
			expect(width).toBe(back);
			expect(Number(x)).toBeGreaterThanOrEqual(4);
			expect(Number(x) + Number(width)).toBeLessThanOrEqual(size - 4);
			expect(Number(y)).toBeLessThan(size - 4);
		}
		// the upper bar of the finder pattern
		expect(path.startsWith('M4 4h7v1h-7z')).toBe(true);
	});
});

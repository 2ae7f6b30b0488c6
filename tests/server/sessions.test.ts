import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../src/lib/accounts/roles';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { changeStaff } from '../../src/lib/server/accounts/people';
import { accounts, sessions as rows } from '../../src/lib/server/accounts/schema';
import { sessionsIn, type Sessions } from '../../src/lib/server/accounts/sessions';
import type { Db } from '../../src/lib/server/db';
import { sha256 } from '../../src/lib/server/sealing';
import { freshTown } from '../support/database';
import { account, monday, people, rowCounts, type People } from '../support/factories';

let db: Db;
let who: People;
let sessions: Sessions;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	sessions = sessionsIn(db, { secure: true });
	// Lucia reads the clock itself
	vi.useFakeTimers({ toFake: ['Date'], now: monday });
});

afterEach(() => {
	vi.useRealTimers();
});

const open = (role: keyof People) => {
	const actor = who[role];
	if (typeof actor === 'number') throw new TypeError(role);
	return sessions.open(actor.accountId!, Date.now());
};
const opened = async (role: Role) =>
	sessions.open((await account(db, role)).accountId!, Date.now());

/** Whether the session is still good at a time after Monday. */
async function goodAt(secret: string, later: number): Promise<boolean> {
	vi.setSystemTime(monday + later);
	return (await sessions.read(secret, monday + later)) !== null;
}

describe('a session', () => {
	it('says who holds its secret', async () => {
		expect(await sessions.read(await open('handler'), monday)).toEqual({
			actor: who.handler,
			expiresAt: monday + 30 * dayMs,
			signedInAt: monday,
			unproven: false
		});
	});

	it('has 32 random bytes, of which the database holds only the SHA-256', async () => {
		const secret = await open('resident');
		expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
		const stored = await db.select().from(rows);
		expect(stored).toMatchObject([{ id: sha256(secret), accountId: who.resident.accountId }]);
		expect(JSON.stringify(stored)).not.toContain(secret);
		expect(await open('resident')).not.toBe(secret);
	});

	it('is not opened by what the database holds, nor by anything else', async () => {
		const secret = await open('resident');
		for (const wrong of [sha256(secret), '', 'x', `${secret}x`, secret.slice(0, -1)]) {
			expect(await sessions.read(wrong, monday), wrong).toBeNull();
		}
	});

	it('is bound to this host where there is https', () => {
		expect(sessions.cookieName).toBe('__Host-session');
		expect(sessionsIn(db, { secure: false }).cookieName).toBe('session');
	});

	it('closed is closed, the others of the account are not', async () => {
		const [first, second] = [await open('resident'), await open('resident')];
		await sessions.close(first);
		expect(await sessions.read(first, monday)).toBeNull();
		expect(await sessions.read(second, monday)).not.toBeNull();
	});

	it('closed with all of its account leaves the others’', async () => {
		const own = [await open('resident'), await open('resident')];
		const other = await open('neighbour');
		await sessions.closeAllOf(who.resident.accountId!);
		for (const secret of own) expect(await sessions.read(secret, monday)).toBeNull();
		expect(await sessions.read(other, monday)).not.toBeNull();
	});
});

describe('of staff', () => {
	it.each<[Role, number]>([
		['moderator', 30 * minuteMs],
		['supervisor', 30 * minuteMs],
		['unit_handler', 30 * minuteMs],
		['checker', 30 * minuteMs],
		['editor', 30 * minuteMs],
		['system_admin', 15 * minuteMs],
		['security_admin', 15 * minuteMs],
		['audit_admin', 15 * minuteMs]
	])('%s a session ends after %i ms of idleness', async (role, idle) => {
		const [kept, lost] = [await opened(role), await opened(role)];
		expect(await goodAt(kept, idle)).toBe(true);
		expect(await goodAt(lost, idle + 1)).toBe(false);
		expect(await rowCounts(db)).toMatchObject({ sessions: 1 });
	});

	it('it goes on while it is used, but twelve hours at most', async () => {
		const secret = await open('moderator');
		for (let later = 0; later <= 12 * hourMs; later += 20 * minuteMs) {
			expect(await goodAt(secret, later), `${later}`).toBe(true);
		}
		expect(await goodAt(secret, 12 * hourMs + 1)).toBe(false);
	});

	it('a visit is noted at most once a minute', async () => {
		const secret = await open('moderator');
		const seen = async () => (await db.select().from(rows))[0]!.seenAt - monday;
		await goodAt(secret, minuteMs);
		expect(await seen()).toBe(0);
		await goodAt(secret, minuteMs + 1);
		expect(await seen()).toBe(minuteMs + 1);
	});
});

describe('of residents', () => {
	it.each(['resident', 'volunteer', 'team_lead'] as const)(
		'%s it lasts thirty days without a visit',
		async (role) => {
			const [kept, lost] = [await opened(role), await opened(role)];
			expect(await goodAt(kept, 30 * dayMs - 1)).toBe(true);
			expect(await goodAt(lost, 30 * dayMs)).toBe(false);
		}
	);

	it('it lasts as long as they come within thirty days', async () => {
		const secret = await open('resident');
		for (let day = 20; day <= 200; day += 20) {
			expect(await goodAt(secret, day * dayMs), `day ${day}`).toBe(true);
		}
		expect(await goodAt(secret, 231 * dayMs)).toBe(false);
	});

	it('that is over is swept away', async () => {
		await open('resident');
		vi.setSystemTime(monday + 10 * dayMs);
		const fresh = await open('resident');
		vi.setSystemTime(monday + 30 * dayMs + 1);
		await sessions.sweep();
		expect(await db.select().from(rows)).toMatchObject([{ id: sha256(fresh) }]);
	});
});

describe('a change of the account', () => {
	const asIs = () => ({
		id: who.handler.accountId!,
		name: 'unit_handler',
		role: 'unit_handler' as const,
		unitId: who.ours,
		active: 'on' as const,
		password: ''
	});

	it.each<[string, object, boolean]>([
		['nothing but the name leaves them', { name: '另一岗' }, true],
		['the role ends them', { role: 'checker' }, false],
		['the unit ends them', { unitId: 2 }, false],
		['the password ends them', { password: 'another long one' }, false],
		['switching off ends them', { active: undefined }, false]
	])('of %s', async (_, changes, good) => {
		const secrets = [await open('handler'), await open('handler')];
		const bystander = await open('otherHandler');
		const before = await sessions.read(secrets[0]!, monday);
		expect(before).not.toBeNull();
		await changeStaff(db, who.administrator, { ...asIs(), ...changes }, monday);
		for (const secret of secrets) {
			expect((await sessions.read(secret, monday)) !== null).toBe(good);
		}
		expect(await sessions.read(bystander, monday)).not.toBeNull();
	});

	it('that was switched off by other means is noticed at the next visit', async () => {
		const secret = await open('moderator');
		await db
			.update(accounts)
			.set({ active: false })
			.where(eq(accounts.id, who.moderator.accountId!));
		expect(await sessions.read(secret, monday)).toBeNull();
		expect(await rowCounts(db)).toMatchObject({ sessions: 0 });
	});

	it('that is erased takes its sessions with it', async () => {
		const secret = await open('resident');
		await db.run(sql`DELETE FROM accounts WHERE id = ${who.resident.accountId}`);
		expect(await sessions.read(secret, monday)).toBeNull();
		expect(await rowCounts(db)).toMatchObject({ sessions: 0 });
	});
});

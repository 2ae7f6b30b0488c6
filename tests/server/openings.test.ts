import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { auditOf, verifyChain } from '../../src/lib/server/audit/record';
import { openedToday, openingReasonsOf } from '../../src/lib/server/accounts/openings';
import type { Connection } from '../../src/lib/server/db';
import type { Refusal } from '../../src/lib/server/refusal';
import { openReporterPhone } from '../../src/lib/server/reports/commands/open-contact';
import { chooseOpeningQuota } from '../../src/lib/server/accounts/security';
import { freshTown } from '../support/database';
import { monday, people, seal, submitted, type People } from '../support/factories';

const contact = { phone: '13900001234' };
const why = { reason: 'ask_place', words: '说的是南门还是北门' } as const;

let db: Connection['db'];
let who: People;
let code: string;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	({ code } = await submitted(db, guest, { contact }));
});

const open = (actor: Actor, at = monday) => openReporterPhone(db, seal, actor, code, why, at);
const refusal = (work: Promise<unknown>) =>
	work.then(
		() => expect.unreachable('was not refused'),
		(problem: Refusal) => problem
	);

describe('a reporter’s telephone number', () => {
	it('is opened for a moderator and a supervisor, each time with its reason on record', async () => {
		expect(await open(who.moderator)).toBe('13900001234');
		expect(await open(who.supervisor, monday + hourMs)).toBe('13900001234');
		const lines = (await auditOf(db, `report:${code}`)).filter(
			({ action }) => action === 'open_contact'
		);
		expect(lines.map(({ accountId, at }) => [accountId, at])).toEqual([
			[who.moderator.accountId, monday],
			[who.supervisor.accountId, monday + hourMs]
		]);
		expect(lines.map(({ detail }) => detail).join()).not.toContain('139');
		const ids = lines.map(({ detail }) => Number(JSON.parse(detail).opening));
		expect([...(await openingReasonsOf(db, ids)).values()]).toEqual([
			'核对地点或时间：说的是南门还是北门',
			'核对地点或时间：说的是南门还是北门'
		]);
		expect(await verifyChain(db)).toMatchObject({ brokenAt: null });
	});

	it('is opened for nobody else, and leaves no row', async () => {
		const others = [who.handler, who.checker, who.administrator, who.resident, guest];
		for (const actor of others) {
			expect(await refusal(open(actor))).toMatchObject({ reason: 'forbidden' });
		}
		expect(await openedToday(db, who.moderator.accountId!, monday)).toBe(0);
	});

	it('that nobody left costs nothing of the quota', async () => {
		({ code } = await submitted(db));
		expect(await refusal(open(who.moderator))).toMatchObject({ reason: 'missing' });
		expect(await openedToday(db, who.moderator.accountId!, monday)).toBe(0);
	});

	it('is opened twenty times a day by one colleague, and again on the next', async () => {
		for (let i = 0; i < 20; i++) await open(who.moderator, monday + i);
		const over = await refusal(open(who.moderator, monday + hourMs));
		expect(over.status).toBe(429);
		expect(over.message).toContain('安全管理员');
		expect(await open(who.supervisor, monday + hourMs)).toBe('13900001234');
		expect(await openedToday(db, who.moderator.accountId!, monday)).toBe(20);
		// midnight in Shanghai, not 24 hours later
		expect(await open(who.moderator, monday + 16 * hourMs)).toBe('13900001234');
	});

	it('is opened as often as the security administrator says', async () => {
		const security: Actor = { ...who.administrator, role: 'security_admin' };
		await chooseOpeningQuota(db, security, { value: 1 }, monday);
		await open(who.moderator);
		expect(await refusal(open(who.moderator))).toMatchObject({ reason: 'limited' });
		await chooseOpeningQuota(db, security, { value: 2 }, monday);
		await open(who.moderator);
		for (const value of [-1, 201, 1.5, NaN]) {
			expect(await refusal(chooseOpeningQuota(db, security, { value }, monday))).toMatchObject({
				reason: 'invalid'
			});
		}
		for (const actor of [who.administrator, who.moderator, who.supervisor]) {
			expect(
				await refusal(chooseOpeningQuota(db, actor, { value: 100 }, monday + dayMs))
			).toMatchObject({ reason: 'forbidden' });
		}
	});
});

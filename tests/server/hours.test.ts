import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { minuteMs } from '../../src/lib/time/shanghai';
import { aboveTheDay } from '../../src/lib/volunteering/hours';
import { eraseOwn } from '../../src/lib/server/accounts/own-data';
import type { Db } from '../../src/lib/server/db';
import { rotateKeys, underOldKeys } from '../../src/lib/server/keys/rotate';
import { readInbox } from '../../src/lib/server/notifications/commands';
import type { Upkeep } from '../../src/lib/server/photos/store';
import { sealing } from '../../src/lib/server/sealing';
import { officeSetting } from '../../src/lib/server/settings/office';
import {
	ownCertificate,
	verifiedCertificate
} from '../../src/lib/server/volunteering/certificate-queries';
import {
	issueCertificate,
	revokeCertificate
} from '../../src/lib/server/volunteering/certificates';
import { addShift } from '../../src/lib/server/volunteering/changes';
import { answerClaim, claimHours, openClaims } from '../../src/lib/server/volunteering/claims';
import { shiftFigures } from '../../src/lib/server/volunteering/figures';
import { countServed, entriesOf, vouchMinutes } from '../../src/lib/server/volunteering/hours';
import { exportHours } from '../../src/lib/server/volunteering/hours-export';
import { certificates, hours } from '../../src/lib/server/volunteering/hours-schema';
import {
	setCertificateIssuer,
	setHourColumns,
	setHourRounding
} from '../../src/lib/server/volunteering/hours-settings';
import { ownVolunteerData } from '../../src/lib/server/volunteering/own';
import { ownMonths, ownServed } from '../../src/lib/server/volunteering/own-hours';
import {
	calledOf,
	personOf,
	sayCalled,
	sayPerson
} from '../../src/lib/server/volunteering/persons';
import { addPost } from '../../src/lib/server/volunteering/posts';
import { getShift, volunteerOf } from '../../src/lib/server/volunteering/queries';
import { signups, volunteers } from '../../src/lib/server/volunteering/schema';
import { peopleOnShift, vouchByOffice } from '../../src/lib/server/volunteering/shift-people';
import { joinVolunteers } from '../../src/lib/server/volunteering/sign-ups';
import { freshTown } from '../support/database';
import { account, people, seal, shanghai, type Cast } from '../support/factories';
import { serve } from '../support/serve';

const before = shanghai('2026-03-02 12:00');
const day = '2026-03-05';
const at = (time: string) => shanghai(`${day} ${time}`);
const evening = at('22:00');
const issuer = {
	office: '某某市文明办',
	responsible: '甲',
	handler: '乙',
	contact: '0539-0000000'
};

let db: Db;
let who: Cast;
let postId: number;
let lead: Actor;
let one: Actor;
let other: Actor;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	lead = await account(db, 'team_lead');
	[one, other] = [await volunteer(), await volunteer()];
	postId = await addPost(
		db,
		who.moderator,
		{
			name: '人民路口',
			kind: 'crossing',
			lat: 35.581,
			lng: 118.836,
			unitId: null,
			task: '劝导行人走斑马线',
			kit: '',
			risks: '',
			hazardous: false,
			minimumAge: 16,
			insured: true
		},
		before
	);
});

async function volunteer(): Promise<Actor> {
	const actor = await account(db, 'resident');
	await joinVolunteers(db, actor, { ageBand: '18-59', consent: false, trained: true }, before);
	return actor;
}

/** A shift from `start` to `end`, both 'HH:MM' of the day. */
async function shift(start = '07:00', end = '09:00', on = day): Promise<string> {
	const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
	const form = { postId, least: 1, most: 9, leadId: lead.accountId, note: '' };
	const times = { day: on, start: minutes(start), end: minutes(end) };
	return addShift(db, who.moderator, { ...form, ...times }, before);
}

const rowsOf = async (code: string, actor: Actor) =>
	(await entriesOf(db, (await getShift(db, code)).id, actor.accountId!)).map(
		({ kind, minutes, counted, reason, voucherId }) => ({
			kind,
			minutes,
			counted,
			reason,
			voucherId
		})
	);
const inAllOf = async (actor: Actor) =>
	(await ownMonths(db, actor)).reduce((sum, { measured, vouched }) => sum + measured + vouched, 0);
const fullShift = { from: at('07:00'), to: at('09:00') };
const vouch = (by: Actor, signupId: number, minutes: number, reason = '手机没电') =>
	db.transaction((tx) => vouchMinutes(tx, by, { signupId, minutes, reason }, evening));
const mend = (id: number, leftAt: number | null) =>
	db.update(signups).set({ leftAt }).where(eq(signups.id, id));
const count = (id: number) => db.transaction((tx) => countServed(tx, lead, id, evening));

describe('the ledger', () => {
	it('is added to, and never changed', async () => {
		await serve(db, lead, await shift(), one, fullShift);
		const refused = {
			cause: expect.objectContaining({ message: expect.stringMatching(/new row/) })
		};
		await expect(db.update(hours).set({ minutes: 600 })).rejects.toMatchObject(refused);
		await expect(db.delete(hours)).rejects.toMatchObject(refused);
		expect(await inAllOf(one)).toBe(120);
	});
});

describe('times of coming and going', () => {
	it('count what lies within the shift, measured by the number', async () => {
		const code = await shift();
		await serve(db, lead, code, one, { from: at('06:40'), to: at('08:30') + 59_000 });
		expect(await rowsOf(code, one)).toEqual([
			{ kind: 'measured', minutes: 90, counted: 90, reason: '', voucherId: null }
		]);
	});

	it('are vouched for by the lead who saw them', async () => {
		const code = await shift();
		await serve(db, lead, code, one, { ...fullShift, known: 'word' });
		expect(await rowsOf(code, one)).toEqual([
			{ kind: 'vouched', minutes: 120, counted: 120, reason: '', voucherId: lead.accountId }
		]);
	});

	it('count once, and the difference where they change', async () => {
		const code = await shift();
		const id = await serve(db, lead, code, one, fullShift);
		await count(id);
		expect(await rowsOf(code, one)).toHaveLength(1);
		await mend(id, at('08:00'));
		await count(id);
		await count(id);
		expect((await rowsOf(code, one)).map(({ minutes }) => minutes)).toEqual([120, -60]);
		expect(await inAllOf(one)).toBe(60);
	});

	it('count nothing while nobody knows when they left', async () => {
		const code = await shift();
		const id = await serve(db, lead, code, one, fullShift);
		await mend(id, null);
		await count(id);
		expect(await inAllOf(one)).toBe(0);
	});

	it('of the lead count by the office’s word alone', async () => {
		const code = await shift();
		await serve(db, lead, code, lead, fullShift);
		expect(await rowsOf(code, lead)).toEqual([]);
		await serve(db, lead, code, lead, { ...fullShift, known: 'word' });
		expect(await rowsOf(code, lead)).toEqual([]);
		await serve(db, who.moderator, code, lead, { ...fullShift, known: 'word' });
		expect(await rowsOf(code, lead)).toMatchObject([
			{ kind: 'vouched', minutes: 120, voucherId: who.moderator.accountId }
		]);
	});

	it('over midnight belong to the day on which the shift began', async () => {
		const code = await shift('22:00', '02:00');
		const to = shanghai('2026-03-06 01:30');
		await serve(db, lead, code, one, { from: at('22:00'), to });
		const [row] = await db.select().from(hours);
		expect(row).toMatchObject({ day, minutes: 210 });
	});
});

describe('eight hours a day', () => {
	it('are the most that is measured; what is above is shown and not counted', async () => {
		await serve(db, lead, await shift('06:00', '12:00'), one, {
			from: at('06:00'),
			to: at('12:00')
		});
		const late = await shift('13:00', '17:00');
		const id = await serve(db, lead, late, one, { from: at('13:00'), to: at('17:00') });
		await count(id);
		expect(await rowsOf(late, one)).toMatchObject([
			{ minutes: 120, counted: 120, reason: '' },
			{ minutes: 120, counted: 0, reason: aboveTheDay }
		]);
		expect(await inAllOf(one)).toBe(480);
		await vouch(lead, id, 120, '一直在岗');
		expect(await inAllOf(one)).toBe(600);
	});

	it('begin anew on the next day', async () => {
		await serve(db, lead, await shift('06:00', '14:00'), one, {
			from: at('06:00'),
			to: at('14:00')
		});
		const next = await shift('07:00', '09:00', '2026-03-06');
		const from = shanghai('2026-03-06 07:00');
		await serve(db, lead, next, one, { from, to: from + 120 * minuteMs });
		expect(await inAllOf(one)).toBe(600);
	});
});

describe('a vouch', () => {
	it('has a reason and a name, and is never above what was planned', async () => {
		const code = await shift();
		const id = await serve(db, lead, code, one, { from: at('07:00'), to: at('08:00') });
		await expect(vouch(lead, id, 30, ' ')).rejects.toMatchObject({ reason: 'invalid' });
		await expect(vouch(lead, id, 61)).rejects.toThrow('最多还能证明 60 分钟');
		await vouch(lead, id, 60);
		await expect(vouch(lead, id, 1)).rejects.toThrow('记满');
		expect((await rowsOf(code, one))[1]).toEqual({
			kind: 'vouched',
			minutes: 60,
			counted: 60,
			reason: '手机没电',
			voucherId: lead.accountId
		});
	});

	it('is for others: nobody’s own, and no other’s than the lead’s and the office’s', async () => {
		const code = await shift();
		const id = await serve(db, lead, code, one, { from: at('07:00'), to: at('08:00') });
		const ofLead = await serve(db, lead, code, lead, fullShift);
		for (const [by, signup] of [
			[one, id],
			[other, id],
			[lead, ofLead]
		] as const) {
			await expect(vouch(by, signup, 30)).rejects.toMatchObject({ reason: 'forbidden' });
		}
		await vouch(who.moderator, ofLead, 30);
		expect(await inAllOf(lead)).toBe(30);
	});

	it('of the office reaches the lead who did not sign up, and nobody who was not there', async () => {
		const code = await shift();
		const said = { minutes: 120, reason: '带队全程' };
		const by = (person: Actor) =>
			vouchByOffice(db, who.moderator, code, { person: person.accountId!, ...said }, evening);
		await by(lead);
		await expect(by(one)).rejects.toMatchObject({ reason: 'missing' });
		expect(await peopleOnShift(db, await getShift(db, code))).toMatchObject([
			{ isLead: true, vouched: 120, counted: 120 }
		]);
	});
});

describe('the rule of rounding', () => {
	it('stands with each row as it was then', async () => {
		const first = await shift('07:00', '09:00');
		await serve(db, lead, first, one, { from: at('07:00'), to: at('07:50') });
		await setHourRounding(db, who.moderator, 'half_hour', evening);
		const second = await shift('10:00', '12:00');
		await serve(db, lead, second, one, { from: at('10:00'), to: at('10:50') });
		const rows = await db.select().from(hours);
		expect(rows).toMatchObject([
			{ minutes: 50, counted: 50, rounding: 'exact' },
			{ minutes: 50, counted: 60, rounding: 'half_hour' }
		]);
		expect(await officeSetting(db, 'hour_rounding')).toBe('half_hour');
		await expect(setHourRounding(db, one, 'exact', evening)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});
});

describe('a claim', () => {
	const asks = { minutes: 120, words: '签退时没有信号' };
	let code: string;
	let signup: number;
	beforeEach(async () => {
		code = await shift();
		signup = await serve(db, lead, code, one, { from: at('07:00'), to: at('08:00') });
	});
	const claimed = async (minutes = 120) => {
		await claimHours(db, one, { code, minutes, words: '签退时没有信号' }, evening);
		return (await openClaims(db))[0]!;
	};

	it('is made once at a time, by whoever was there, after the shift', async () => {
		await expect(claimHours(db, one, { code, ...asks }, at('08:30'))).rejects.toThrow('还没有结束');
		await expect(claimHours(db, other, { code, ...asks }, evening)).rejects.toMatchObject({
			reason: 'missing'
		});
		await claimed();
		await expect(claimHours(db, one, { code, ...asks }, evening)).rejects.toThrow('等文明办答复');
	});

	it('granted adds the difference, for which the officer answers, and the volunteer is told', async () => {
		const { id, stands } = await claimed();
		expect(stands).toBe(60);
		await answerClaim(db, who.moderator, { id, granted: true, reason: '' }, evening);
		expect((await rowsOf(code, one))[1]).toMatchObject({
			kind: 'vouched',
			minutes: 60,
			voucherId: who.moderator.accountId
		});
		expect(await readInbox(db, one.accountId!)).toMatchObject([
			{ title: '时长更正了', body: expect.stringContaining('2小时') }
		]);
		expect(await openClaims(db)).toEqual([]);
		const again = answerClaim(db, who.supervisor, { id, granted: false, reason: '不' }, evening);
		await expect(again).rejects.toMatchObject({ reason: 'conflict' });
		await claimHours(db, one, { code, minutes: 100, words: '其实早走了' }, evening);
	});

	it('granted stands, whatever times come in later', async () => {
		const { id } = await claimed();
		await answerClaim(db, who.moderator, { id, granted: true, reason: '' }, evening);
		await mend(signup, at('08:45'));
		await count(signup);
		expect(await inAllOf(one)).toBe(120);
	});

	it('can take back as well', async () => {
		const { id } = await claimed(45);
		await answerClaim(db, who.moderator, { id, granted: true, reason: '' }, evening);
		expect(await inAllOf(one)).toBe(45);
	});

	it('for more than was planned takes a reason', async () => {
		const { id } = await claimed(150);
		const grant = (reason: string) =>
			answerClaim(db, who.moderator, { id, granted: true, reason }, evening);
		await expect(grant('')).rejects.toThrow('比班次的时间还长');
		await grant('接班的人晚到');
		expect(await inAllOf(one)).toBe(150);
	});

	it('refused adds nothing and says why', async () => {
		const { id } = await claimed();
		await answerClaim(db, who.moderator, { id, granted: false, reason: '队长说已离开' }, evening);
		expect(await inAllOf(one)).toBe(60);
		const { shifts } = await ownServed(db, one, evening);
		expect(shifts[0]!.claims).toMatchObject([{ granted: false, answer: '队长说已离开' }]);
	});

	it('is answered by the office, and by nobody for themselves', async () => {
		const { id } = await claimed();
		const answer = (by: Actor) => answerClaim(db, by, { id, granted: true, reason: '' }, evening);
		await expect(answer(lead)).rejects.toMatchObject({ reason: 'forbidden' });
		await expect(answer(one)).rejects.toMatchObject({ reason: 'forbidden' });
		// who became staff meanwhile
		await expect(answer({ ...one, role: 'moderator' })).rejects.toThrow('自己的申请');
	});
});

describe('a certificate', () => {
	const range = { from: '2026-03-01', to: day, named: true };
	const issue = (by: Actor, form = range, when = evening) =>
		issueCertificate(db, seal, by, form, when);

	it('is not issued before the office said who issues it', async () => {
		await serve(db, lead, await shift(), one, fullShift);
		await expect(issue(one)).rejects.toThrow('还没有设好出具单位');
	});

	it('counts exactly what the ledger holds between its days', async () => {
		await setCertificateIssuer(db, who.moderator, issuer, evening);
		await expect(issue(one)).rejects.toThrow('没有记下的服务时长');
		await serve(db, lead, await shift(), one, { from: at('07:00'), to: at('08:00') });
		await serve(db, lead, await shift('10:00', '12:00'), one, {
			from: at('10:00'),
			to: at('12:00'),
			known: 'word'
		});
		const next = await shift('07:00', '09:00', '2026-03-06');
		const from = shanghai('2026-03-06 07:00');
		await serve(db, lead, next, one, { from, to: from + 120 * minuteMs });
		await serve(db, lead, next, other, { from, to: from + 60 * minuteMs });
		await sayPerson(db, seal, one, { name: '张三', paper: 'id_card', tail: '123X' }, evening);
		const code = await issue(one);
		const volunteerNumber = (await volunteerOf(db, one.accountId!))!.number;
		const says = { measuredMinutes: 60, vouchedMinutes: 120, shiftCount: 2, volunteerNumber };
		expect(await ownCertificate(db, seal, one, code)).toMatchObject({
			...says,
			number: '2026-000001',
			name: '张三',
			paper: '居民身份证 ****123X',
			issuer
		});
		expect(await issue(one)).toBe(code);
		await expect(ownCertificate(db, seal, other, code)).rejects.toMatchObject({
			reason: 'missing'
		});
		await expect(issue(one, { ...range, to: '2026-03-07' })).rejects.toThrow('今天为止');

		const anyone = await verifiedCertificate(db, seal, code.toLowerCase());
		expect(anyone).toMatchObject({ ...says, name: '张*', office: issuer.office });
		expect(JSON.stringify(anyone)).not.toMatch(/张三|123X|0539|甲|乙/);
	});

	it('has the next number, whoever asks', async () => {
		await setCertificateIssuer(db, who.moderator, issuer, evening);
		const code = await shift();
		await serve(db, lead, code, one, fullShift);
		await serve(db, lead, code, other, fullShift);
		await Promise.all([one, other].map((actor) => issue(actor)));
		await issue(one, { ...range, from: day });
		const numbers = (await db.select().from(certificates)).map(({ number }) => number).sort();
		expect(numbers).toEqual(['2026-000001', '2026-000002', '2026-000003']);
	});

	it('revoked says when and why to anyone', async () => {
		await setCertificateIssuer(db, who.moderator, issuer, evening);
		await serve(db, lead, await shift(), one, fullShift);
		const code = await issue(one);
		const revoke = (by: Actor) => revokeCertificate(db, by, { code, reason: '时长有误' }, evening);
		await expect(revoke(one)).rejects.toMatchObject({ reason: 'forbidden' });
		await revoke(who.moderator);
		await expect(revoke(who.moderator)).rejects.toMatchObject({ reason: 'conflict' });
		expect(await verifiedCertificate(db, seal, code)).toMatchObject({
			revokedAt: evening,
			revokeReason: '时长有误'
		});
		expect(await issue(one)).not.toBe(code);
		await expect(verifiedCertificate(db, seal, '0000-0000')).rejects.toMatchObject({
			reason: 'missing'
		});
		await expect(verifiedCertificate(db, seal, '<script>')).rejects.toMatchObject({
			reason: 'missing'
		});
	});
});

describe('what somebody said of themselves', () => {
	const person = { name: '张三', paper: null, tail: '' };

	it('is sealed, theirs to take back, and sealed anew when keys change', async () => {
		await sayCalled(db, seal, one, '张师傅', evening);
		await sayPerson(db, seal, one, person, evening);
		const [row] = await db
			.select()
			.from(volunteers)
			.where(eq(volunteers.accountId, one.accountId!));
		expect(JSON.stringify(row)).not.toContain('张');
		expect([calledOf(seal, row!), personOf(seal, row!)]).toEqual(['张师傅', person]);
		await setCertificateIssuer(db, who.moderator, issuer, evening);
		await serve(db, lead, await shift(), one, fullShift);
		const form = { from: day, to: day, named: true };
		const code = await issueCertificate(db, seal, one, form, evening);

		const keys = { secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) };
		const later = sealing({ ...keys, laterSealKeys: [{ id: 2, key: Buffer.alloc(32, 3) }] });
		const old = {
			'volunteers.called_sealed': 1,
			'volunteers.person_sealed': 1,
			'certificates.holder_sealed': 1
		};
		expect(await underOldKeys(db, later)).toMatchObject(old);
		await rotateKeys(db, later, evening);
		expect(Object.values(await underOldKeys(db, later)).every((n) => n === 0)).toBe(true);
		expect((await ownCertificate(db, later, one, code)).name).toBe('张三');

		await sayPerson(db, later, one, null, evening);
		await sayCalled(db, later, one, '', evening);
		const own = (await volunteerOf(db, one.accountId!))!;
		expect([own.calledSealed, own.personSealed]).toEqual([null, null]);
	});

	it('goes with them, and what they served when the account is closed', async () => {
		await setCertificateIssuer(db, who.moderator, issuer, evening);
		await sayPerson(db, seal, one, person, evening);
		const shiftCode = await shift();
		await serve(db, lead, shiftCode, one, { from: at('07:00'), to: at('08:00') });
		await claimHours(db, one, { code: shiftCode, minutes: 120, words: '我一直在' }, evening);
		const form = { from: day, to: day, named: true };
		const code = await issueCertificate(db, seal, one, form, evening);
		const data = await ownVolunteerData(db, seal, one.accountId!);
		expect(data).toMatchObject({
			volunteer: { person },
			hours: [{ shift: shiftCode, minutes: 60, counted: 60 }],
			hourClaims: [{ words: '我一直在', minutes: 120 }],
			certificates: [{ code, holder: person }]
		});

		const storage = {} as Upkeep;
		await eraseOwn(db, storage, seal, one, evening);
		expect(await db.select().from(hours)).toHaveLength(1);
		expect(await verifiedCertificate(db, seal, code)).toMatchObject({
			name: '',
			revokedAt: evening,
			revokeReason: expect.stringContaining('注销')
		});
		expect(await openClaims(db)).toEqual([]);
		const left = await ownVolunteerData(db, seal, one.accountId!);
		expect(JSON.stringify(left)).not.toMatch(/张三|我一直在/);
	});
});

describe('what leaves the office', () => {
	const range = { from: day, to: day };
	const text = async (by: Actor) => {
		const bytes = await exportHours(db, by, range, 'csv', evening);
		return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
	};

	it('has the columns that were chosen, numbers for names, and nothing that a sheet would reckon', async () => {
		const id = await serve(db, lead, await shift(), one, { from: at('07:00'), to: at('08:00') });
		await vouch(lead, id, 30, '=HYPERLINK("x")');
		await sayPerson(db, seal, one, { name: '张三', paper: null, tail: '' }, evening);
		const chosen = [
			{ field: 'number' as const, heading: '编号' },
			{ field: 'hours' as const, heading: '时长' },
			{ field: 'reason' as const, heading: '说明' }
		];
		await setHourColumns(db, who.moderator, chosen, evening);
		const { number } = (await volunteerOf(db, one.accountId!))!;
		expect((await text(who.moderator)).split('\r\n')).toEqual([
			'\uFEFF"编号","时长","说明"',
			`"${number}",1,""`,
			`"${number}",0.5,"'=HYPERLINK(""x"")"`,
			''
		]);
		await expect(text(one)).rejects.toMatchObject({ reason: 'forbidden' });
		const excel = await exportHours(db, who.moderator, range, 'xlsx', evening);
		expect(Buffer.from(excel.subarray(0, 2)).toString()).toBe('PK');
	});
});

describe('published figures', () => {
	it('are of whole days, by month and by post', async () => {
		const code = await shift();
		await serve(db, lead, code, one, fullShift);
		await serve(db, lead, code, other, { ...fullShift, known: 'word' });
		await serve(db, lead, await shift('10:00', '12:00'), one, {
			from: at('10:00'),
			to: at('11:00')
		});
		expect((await shiftFigures(db, day)).all).toMatchObject({ shifts: 0, people: 0 });
		const sums = { shifts: 2, measured: 180, vouched: 120, people: 2 };
		expect(await shiftFigures(db, '2026-03-06')).toEqual({
			from: '2025-04-01',
			to: day,
			all: sums,
			months: [{ month: '2026-03', ...sums }],
			posts: [{ post: '人民路口', kind: 'crossing', ...sums }]
		});
	});
});

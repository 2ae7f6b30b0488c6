import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { theSystem } from '../../src/lib/accounts/roles';
import { dayMs, hourMs, minuteMs } from '../../src/lib/time/shanghai';
import { sendCode, signInResident } from '../../src/lib/server/accounts/sign-in';
import { eraseOwn, exportOwn } from '../../src/lib/server/accounts/own-data';
import { auditOf } from '../../src/lib/server/audit/record';
import { readConfig } from '../../src/lib/server/config';
import type { Db } from '../../src/lib/server/db';
import { rotateKeys } from '../../src/lib/server/keys/rotate';
import { meansFor, type Means } from '../../src/lib/server/notifications/means';
import { sealing } from '../../src/lib/server/sealing';
import { answerInvited, invitationOf } from '../../src/lib/server/surveys/answering';
import { makeInvitations } from '../../src/lib/server/surveys/invitations';
import {
	alreadyWritten,
	queueLetters,
	sendAgain,
	sendsOf
} from '../../src/lib/server/surveys/letter-sends';
import { addQuestionnaire } from '../../src/lib/server/surveys/questionnaires';
import { computeResult } from '../../src/lib/server/surveys/results';
import { eraseOldAnswers } from '../../src/lib/server/surveys/retention';
import { letterSends } from '../../src/lib/server/surveys/letter-schema';
import { invitations, responses } from '../../src/lib/server/surveys/schema';
import { sendLetters } from '../../src/lib/server/surveys/send-letters';
import {
	addWave,
	closeDue,
	closeWave,
	getWave,
	publishWave
} from '../../src/lib/server/surveys/waves';
import { freshTown } from '../support/database';
import { people, seal, shanghai, type Cast } from '../support/factories';
import { noticeHook } from '../support/outside';

const begin = shanghai('2026-03-02 08:00');
const end = shanghai('2026-03-16 20:00');
const noon = begin + 4 * hourMs;
const night = shanghai('2026-03-02 23:00');
const good = { aware_1: 0, support_1: 0, part_1: 1, sat_all: 0 };
const numbers = ['13900000001', '13900000002', '13900000003'];
const slug = 'by-hook';

let hook: Awaited<ReturnType<typeof noticeHook>>;
let means: Means;
let db: Db;
let who: Cast;

beforeAll(async () => {
	hook = await noticeHook();
	const env = {
		...{ APP_MODE: 'test', ORIGIN: 'https://wenming.example.gov.cn' },
		NOTICE_HOOK_URL: hook.url
	};
	means = meansFor(readConfig(env), { vapid: webPush.generateVAPIDKeys() });
});
afterAll(() => hook.close());

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	hook.answer = 200;
	hook.refused.clear();
	hook.calls.length = 0;
	const input = { title: '满意度调查', standard: true };
	const questionnaireId = await addQuestionnaire(db, who.moderator, input, begin);
	const wave = { slug, title: '三月调查', questionnaireId, mode: 'invited' as const };
	await addWave(db, who.moderator, { ...wave, opensAt: begin, closesAt: end }, begin);
});

const queue = (list: readonly string[] = numbers, at = begin) =>
	queueLetters(db, seal, who.moderator, slug, { numbers: list, hook: true }, at);
const publish = () => publishWave(db, who.moderator, slug, begin);
const close = (at = end) => closeWave(db, who.moderator, slug, at);
const send = (at = noon) => sendLetters(db, seal, means, at);
const rows = () => db.select().from(letterSends);
const standing = async () => sendsOf(db, (await getWave(db, slug)).id);
const tokensSent = () => hook.calls.map(({ url }) => url.split('/').at(-1)!);
/** All that the database holds of letters, messages and answers, as text. */
const everything = async () =>
	JSON.stringify([
		await rows(),
		await db.select().from(invitations),
		await db.select().from(responses),
		await auditOf(db, `wave:${slug}`)
	]);

describe('letters by the notice hook', () => {
	it('go out once each when the wave runs, with a link that takes one answer', async () => {
		expect(await queue()).toBe(3);
		expect(await send()).toEqual({ sent: 0, failed: 0 });
		await publish();
		expect(await send()).toEqual({ sent: 3, failed: 0 });
		expect(await send(noon + minuteMs)).toEqual({ sent: 0, failed: 0 });
		expect(hook.calls.map(({ phone }) => phone).sort()).toEqual(numbers);
		expect(new Set(tokensSent()).size).toBe(3);
		const [call] = hook.calls;
		expect(call).toMatchObject({ kind: 'notice', title: '三月调查', id: call!.key });
		expect(call!.url).toMatch(/^https:\/\/wenming\.example\.gov\.cn\/s\/\S+$/);
		const sent = { answers: good, opened: '' };
		await answerInvited(db, seal, tokensSent()[0]!, sent, noon);
		await expect(answerInvited(db, seal, tokensSent()[0]!, sent, noon)).rejects.toThrow(/用过/);
		expect(await standing()).toMatchObject({ sent: 3, waiting: 0, failed: 0 });
	});

	it('leave neither number nor token behind once they are out, in no table and in no audit line', async () => {
		await queue();
		expect(await everything()).not.toContain('1390000000');
		await publish();
		await send();
		expect((await rows()).map(({ sealed }) => sealed)).toEqual([null, null, null]);
		const left = await everything();
		for (const secret of [...numbers, ...tokensSent()]) expect(left).not.toContain(secret);
		const lines = await auditOf(db, `wave:${slug}`);
		expect(lines.map(({ action, detail }) => [action, detail])).toContainEqual([
			'send_letters',
			'{"many":3}'
		]);
	});

	it('go to a number once in a wave, however often it stands in lists', async () => {
		expect(await queue([...numbers, numbers[0]!])).toBe(3);
		await publish();
		await send();
		const { id } = await getWave(db, slug);
		expect(await alreadyWritten(db, seal, id, [numbers[1]!, '13900000009'])).toEqual(
			new Set([numbers[1]])
		);
		expect(await queue([numbers[2]!, '13900000009'], noon)).toBe(1);
		await expect(queue(numbers, noon)).rejects.toThrow(/都写过了/);
		await send(noon + minuteMs);
		expect(hook.calls).toHaveLength(4);
	});

	it('wake nobody at night', async () => {
		await publishedWith([numbers[0]!], night);
		expect(await send(night)).toEqual({ sent: 0, failed: 0 });
		expect(await send(shanghai('2026-03-03 06:59'))).toEqual({ sent: 0, failed: 0 });
		expect(await send(shanghai('2026-03-03 07:00'))).toEqual({ sent: 1, failed: 0 });
	});

	it('are the office’s to send, by a hook, for a wave of letters that were not drawn', async () => {
		const list = { numbers, hook: true };
		await expect(queueLetters(db, seal, who.resident, slug, list, begin)).rejects.toMatchObject({
			reason: 'forbidden'
		});
		const without = { numbers, hook: false };
		await expect(queueLetters(db, seal, who.moderator, slug, without, begin)).rejects.toThrow(
			/没有开通/
		);
		const many = Array.from({ length: 2001 }, (_, n) => `139${String(n).padStart(8, '0')}`);
		await expect(queue(many)).rejects.toThrow(/最多 2000/);
		expect(await rows()).toEqual([]);
	});
});

async function publishedWith(list: readonly string[], at = begin) {
	await queue(list, at);
	await publish();
}

describe('a hook that fails', () => {
	it('is tried again with the same words, link and id, and then given up with its reason', async () => {
		await publishedWith([numbers[0]!]);
		hook.answer = 'silence';
		const tries = [0, 1, 6, 36, 156, 876].map((minutes) => noon + minutes * minuteMs);
		for (const [i, at] of tries.slice(0, 5).entries()) {
			if (i > 0) expect(await send(at - 1), `early ${i}`).toEqual({ sent: 0, failed: 0 });
			expect(await send(at), `try ${i}`).toEqual({ sent: 0, failed: 1 });
		}
		expect(await standing()).toMatchObject({ waiting: 1, failed: 0 });
		// that would be in the middle of the night
		expect(await send(tries[5]!)).toEqual({ sent: 0, failed: 0 });
		await send(shanghai('2026-03-03 08:00'));
		const problems = [{ problem: '连接不上短信接口', many: 1 }];
		expect(await standing()).toEqual({ waiting: 0, sent: 0, failed: 1, problems, again: 1 });
		expect(new Set(hook.calls.map((call) => JSON.stringify(call))).size).toBe(1);

		hook.answer = 200;
		expect(await send(noon + 3 * dayMs)).toEqual({ sent: 0, failed: 0 });
		expect(await sendAgain(db, who.moderator, slug, noon + 3 * dayMs)).toBe(1);
		expect(await send(noon + 3 * dayMs)).toEqual({ sent: 1, failed: 0 });
		expect(await standing()).toMatchObject({ sent: 1, failed: 0, problems: [], again: 0 });
		expect((await rows())[0]!.sealed).toBeNull();
		await expect(sendAgain(db, who.moderator, slug, noon + 3 * dayMs)).rejects.toThrow(/没有可以/);
	});

	it('on one number sends all others', async () => {
		hook.refused.add(numbers[1]!);
		await publishedWith(numbers);
		expect(await send()).toEqual({ sent: 2, failed: 1 });
		expect(await standing()).toEqual({
			...{ waiting: 1, sent: 2, failed: 0, again: 0 },
			problems: [{ problem: '短信接口回答 400', many: 1 }]
		});
		expect((await rows()).filter(({ sealed }) => sealed !== null)).toHaveLength(1);
	});

	it('whose sender was killed hears the same message again, under the same id', async () => {
		await publishedWith([numbers[0]!]);
		let begun = () => {};
		const underWay = new Promise<void>((resolve) => (begun = resolve));
		const killed: Means = {
			...means,
			message: async (message) => {
				await means.message!(message);
				begun();
				await new Promise(() => {});
			}
		};
		void sendLetters(db, seal, killed, noon);
		await underWay;
		expect(await send(noon + minuteMs)).toEqual({ sent: 0, failed: 0 });
		expect(await send(noon + 5 * minuteMs)).toEqual({ sent: 1, failed: 0 });
		const [first, again] = hook.calls;
		expect(again).toEqual(first);
	});

	it('is called once by five senders at a time', async () => {
		await publishedWith(numbers);
		await Promise.all(Array.from({ length: 5 }, () => send()));
		expect(hook.calls).toHaveLength(3);
	});
});

describe('a wave that ends', () => {
	it('while letters wait sends none of them, and forgets all numbers', async () => {
		await publishedWith(numbers);
		hook.refused.add(numbers[0]!);
		await send();
		await queue(['13900000004'], noon + minuteMs / 2);
		await close(noon + minuteMs);
		hook.refused.clear();
		expect(await send(noon + hourMs)).toEqual({ sent: 0, failed: 0 });
		expect(hook.calls).toHaveLength(3);
		expect((await rows()).every(({ sealed, mark }) => sealed === null && mark === null)).toBe(true);
		const problems = [{ problem: '调查结束时还没有发出', many: 2 }];
		expect(await standing()).toEqual({ waiting: 0, sent: 2, failed: 2, problems, again: 0 });
		await expect(sendAgain(db, who.moderator, slug, end)).rejects.toThrow(/已经结束/);
		await expect(queue(['13900000005'], end)).rejects.toThrow(/已经结束/);
	});

	it('sends nothing from its last minute on, also before it is closed', async () => {
		await publishedWith(numbers);
		expect(await send(end)).toEqual({ sent: 0, failed: 0 });
		await closeDue(db, theSystem, end);
		expect(await standing()).toMatchObject({ waiting: 0, failed: 3 });
	});

	it('while one is on its way counts it as out', async () => {
		await publishedWith([numbers[0]!]);
		const slow: Means = {
			...means,
			message: async (message) => {
				await close(noon);
				await means.message!(message);
			}
		};
		expect(await sendLetters(db, seal, slow, noon)).toEqual({ sent: 1, failed: 0 });
		expect(await standing()).toMatchObject({ sent: 1, failed: 0 });
	});

	it('has a response rate of all that were written to, and says so of no letter', async () => {
		await publishedWith(numbers);
		await send();
		const [token] = tokensSent();
		await answerInvited(db, seal, token!, { answers: good, opened: '' }, noon);
		await close();
		expect((await invitationOf(db, token!)).spentDay).toBeNull();
		const plain = { weighting: 'none' as const, marginsId: null };
		const { response } = await computeResult(db, who.moderator, slug, plain, end);
		expect(response?.rate).toBeCloseTo(1 / 3);
		await eraseOldAnswers(db, end + 366 * dayMs, end + 1);
		expect(await rows()).toEqual([]);
	});
});

describe('a number that nobody will be written to any more', () => {
	it('goes when its wave ends without having begun', async () => {
		await queue();
		await closeDue(db, theSystem, end - 1);
		expect((await rows()).every(({ sealed }) => sealed !== null)).toBe(true);
		await closeDue(db, theSystem, end);
		expect((await rows()).every(({ sealed, mark }) => sealed === null && mark === null)).toBe(true);
	});

	it('goes thirty days after it was given up, in a wave that goes on', async () => {
		const form = { title: '长期', questionnaireId: (await getWave(db, slug)).questionnaireId };
		const times = { opensAt: begin, closesAt: begin + 365 * dayMs };
		const long = { slug: 'long', mode: 'invited' as const, ...form, ...times };
		await addWave(db, who.moderator, long, begin);
		const list = { numbers: [numbers[0]!], hook: true };
		await queueLetters(db, seal, who.moderator, 'long', list, begin);
		await publishWave(db, who.moderator, 'long', begin);
		hook.answer = 500;
		for (let n = 0; n < 6; n++) await send(noon + n * dayMs);
		const givenUp = noon + 5 * dayMs;
		await closeDue(db, theSystem, givenUp + 30 * dayMs - 1);
		expect((await rows())[0]).toMatchObject({ state: 'failed', sealed: expect.any(String) });
		await closeDue(db, theSystem, givenUp + 30 * dayMs);
		expect((await rows())[0]).toMatchObject({ state: 'failed', sealed: null, mark: null });
		expect(await sendsOf(db, (await getWave(db, 'long')).id)).toMatchObject({ again: 0 });
	});
});

describe('a number that waits', () => {
	const phone = numbers[0]!;
	let code = '';
	const sender = {
		available: true,
		shows: false,
		sendCode: async (_: string, sent: string) => void (code = sent)
	};
	async function theirs() {
		await sendCode(db, seal, sender, phone, begin);
		const accountId = await signInResident(db, seal, { phone, code }, begin);
		return { ...who.resident, accountId };
	}
	const storage = { get: async () => null } as unknown as Parameters<typeof exportOwn>[1];

	it('is in what its owner takes along, and goes when they go', async () => {
		const owner = await theirs();
		await publishedWith(numbers);
		const files = [];
		for await (const file of await exportOwn(db, storage, seal, owner, noon)) files.push(file);
		const data = JSON.parse(Buffer.from(files[0]!.bytes).toString('utf8'));
		expect(data.surveyLettersWaiting).toEqual(['三月调查']);
		await eraseOwn(db, storage as never, seal, owner, noon);
		expect(await send()).toEqual({ sent: 2, failed: 0 });
		expect(hook.calls.map((call) => call.phone)).not.toContain(phone);
		expect(await standing()).toMatchObject({ sent: 2, failed: 1, again: 0 });
	});

	it('is opened by the new key after a change of keys', async () => {
		await publishedWith(numbers);
		const keys = {
			...{ secretKey: Buffer.alloc(32, 1), rotating: true },
			laterSealKeys: [{ id: 2, key: Buffer.alloc(32, 3), at: begin }],
			laterIndexKeys: [{ id: 2, key: Buffer.alloc(32, 3), at: begin }]
		};
		await rotateKeys(db, sealing({ ...keys, sealKey: Buffer.alloc(32, 2) }), noon);
		const without = sealing({ ...keys, sealKey: undefined as never });
		expect(await sendLetters(db, without, means, noon)).toEqual({ sent: 3, failed: 0 });
	});

	it('takes no printed letter from anybody: both go out in one wave', async () => {
		const printed = await makeInvitations(db, who.moderator, slug, 2, begin);
		await publishedWith(numbers);
		await send();
		await answerInvited(db, seal, printed[0]!, { answers: good, opened: '' }, noon);
		expect(await db.$count(invitations)).toBe(5);
	});
});

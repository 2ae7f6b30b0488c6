import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/lib/accounts/roles';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { publicFigures } from '../../src/lib/surveys/results';
import type { WaveMode } from '../../src/lib/surveys/waves';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { listGrids } from '../../src/lib/server/places/queries';
import {
	answerInvited,
	answerOpen,
	hasAnswered,
	invitationOf,
	openedAt,
	waveToAnswer
} from '../../src/lib/server/surveys/answering';
import {
	flaggedAnswers,
	openTexts,
	setAside,
	crossOf
} from '../../src/lib/server/surveys/answers-seen';
import { exportWave } from '../../src/lib/server/surveys/export';
import { drawnGrids, drawSample, setFrame } from '../../src/lib/server/surveys/frame';
import { makeInvitations } from '../../src/lib/server/surveys/invitations';
import { addMargins } from '../../src/lib/server/surveys/margins';
import {
	addQuestionnaire,
	changeQuestionnaire,
	getQuestionnaire
} from '../../src/lib/server/surveys/questionnaires';
import {
	askRelease,
	computeResult,
	releasedResults,
	releaseWave
} from '../../src/lib/server/surveys/results';
import { countOldAnswers, eraseOldAnswers } from '../../src/lib/server/surveys/retention';
import { invitations, responses, visits } from '../../src/lib/server/surveys/schema';
import { getVisit, ownVisits, receiveVisit } from '../../src/lib/server/surveys/visits';
import {
	addWave,
	closeDue,
	closeWave,
	getWave,
	openWaves,
	publishWave
} from '../../src/lib/server/surveys/waves';
import { theSystem } from '../../src/lib/accounts/roles';
import { freshTown } from '../support/database';
import { account, people, seal, shanghai, type Cast } from '../support/factories';

const begin = shanghai('2026-03-02 08:00');
const end = shanghai('2026-03-16 20:00');
const noon = begin + 4 * hourMs;
const good = { aware_1: 0, support_1: 0, part_1: 1, sat_all: 0 };

const tables = { responses, invitations, visits };

let db: Db;
let who: Cast;
let questionnaireId: number;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const input = { title: '满意度调查', standard: true };
	questionnaireId = await addQuestionnaire(db, who.moderator, input, begin);
});

async function wave(mode: WaveMode, slug = `${mode}-1`) {
	const times = { opensAt: begin, closesAt: end };
	return addWave(
		db,
		who.moderator,
		{ slug, title: '三月调查', questionnaireId, mode, ...times },
		begin
	);
}
async function openWave(slug = 'open-1') {
	await wave('open', slug);
	await publishWave(db, who.moderator, slug, begin);
	return slug;
}
async function invitedWave(many = 3) {
	await wave('invited');
	const tokens = await makeInvitations(db, who.moderator, 'invited-1', many, begin);
	await publishWave(db, who.moderator, 'invited-1', begin);
	return tokens;
}
const sent = (answers: unknown, opened = '') => ({ answers, opened });
const answer = (slug: string, device: string, answers: unknown = good, at = noon) =>
	answerOpen(db, seal, slug, device, sent(answers), at);
const rowsIn = <Name extends keyof typeof tables>(name: Name) => db.select().from(tables[name]);

describe('an open wave', () => {
	it('is found while it runs, and takes one answer of a device', async () => {
		const slug = await openWave();
		expect((await openWaves(db, noon)).map((one) => one.slug)).toEqual([slug]);
		expect(await openWaves(db, end)).toEqual([]);
		await answer(slug, 'a');
		await answer(slug, 'b');
		await expect(answer(slug, 'a')).rejects.toThrow(/已经填过/);
		expect(await hasAnswered(db, await getWave(db, slug), 'a')).toBe(true);
		expect(await hasAnswered(db, await getWave(db, slug), 'c')).toBe(false);
		expect(await rowsIn('responses')).toHaveLength(2);
	});

	it('knows a device in another wave by another mark', async () => {
		for (const slug of ['open-1', 'open-2']) await answer(await openWave(slug), 'a');
		const marks = (await rowsIn('responses')).map((row) => row.deviceMark);
		expect(new Set(marks).size).toBe(2);
	});

	it.each([
		['before it begins', begin - 1, /还没有开始/],
		['at its end', end, /已经结束/]
	])('takes nothing %s', async (_, at, sentence) => {
		const slug = await openWave();
		await expect(answer(slug, 'a', good, at)).rejects.toThrow(sentence);
		expect(await rowsIn('responses')).toEqual([]);
	});

	it('takes nothing outside the scale, of another version or half filled in', async () => {
		const slug = await openWave();
		for (const bad of [{ ...good, sat_all: 9 }, { ...good, other: 1 }, { aware_1: 0 }, null]) {
			await expect(answer(slug, 'a', bad)).rejects.toMatchObject({ reason: 'invalid' });
		}
		expect(await rowsIn('responses')).toEqual([]);
		await answer(slug, 'a');
	});

	it('counts seconds from the opening that the server signed, and from no other', async () => {
		const slug = await openWave();
		const { wave } = await waveToAnswer(db, slug, 'open');
		const note = openedAt(seal, wave.id, noon - 95_000);
		const forged = note.replace(/^\d/, '9');
		await answerOpen(db, seal, slug, 'a', sent(good, note), noon);
		await answerOpen(db, seal, slug, 'b', sent(good, forged), noon);
		await answerOpen(db, seal, slug, 'c', sent(good, openedAt(seal, 99, noon - 5000)), noon);
		const seconds = (await rowsIn('responses')).map((row) => row.seconds);
		expect(seconds.filter((one) => one !== null)).toEqual([95]);
	});

	it('keeps no time of any answer, and forgets devices when it is closed', async () => {
		const slug = await openWave();
		await answer(slug, 'a');
		await closeWave(db, who.moderator, slug, end);
		const [row] = await rowsIn('responses');
		expect(row!.deviceMark).toBeNull();
		expect((await getWave(db, slug)).salt).toBeNull();
		expect(JSON.stringify(row)).not.toContain(String(noon).slice(0, 8));
		await expect(answer(slug, 'z', good, noon)).rejects.toThrow(/已经结束/);
	});

	it('closes by itself when its time is over', async () => {
		const slug = await openWave();
		await closeDue(db, theSystem, end - 1);
		expect((await getWave(db, slug)).state).toBe('running');
		await closeDue(db, theSystem, end);
		expect((await getWave(db, slug)).state).toBe('closed');
	});

	it('is not for a stranger to make', async () => {
		const input = { slug: 'x', title: 'x', questionnaireId, mode: 'open' as const };
		const times = { opensAt: begin, closesAt: end };
		for (const actor of [who.resident, who.handler, who.administrator]) {
			await expect(addWave(db, actor, { ...input, ...times }, begin)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
		await openWave();
		await expect(wave('open')).rejects.toMatchObject({ reason: 'conflict' });
	});
});

describe('a published wave', () => {
	it('never changes: a change makes the next version', async () => {
		const slug = await openWave();
		const renamed = await changeQuestionnaire(
			db,
			who.moderator,
			questionnaireId,
			(content) => ({ ...content, title: '新名称' }),
			noon
		);
		expect(renamed).not.toBe(questionnaireId);
		expect((await getQuestionnaire(db, questionnaireId)).content.title).toBe('满意度调查');
		expect(await getQuestionnaire(db, renamed)).toMatchObject({ version: 2, frozenAt: null });
		expect((await waveToAnswer(db, slug, 'open')).questionnaire.title).toBe('满意度调查');
	});
	it('needs a questionnaire that somebody can answer', async () => {
		const empty = await addQuestionnaire(
			db,
			who.moderator,
			{ title: '空', standard: false },
			begin
		);
		questionnaireId = empty;
		await wave('open');
		await expect(publishWave(db, who.moderator, 'open-1', begin)).rejects.toThrow(/还没有题目/);
	});
});

describe('an invitation', () => {
	it('is for one answer, also when two send at once', async () => {
		const [token] = await invitedWave();
		const both = await Promise.allSettled([
			answerInvited(db, seal, token!, sent(good), noon),
			answerInvited(db, seal, token!.toLowerCase().replaceAll('-', ''), sent(good), noon)
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(answerInvited(db, seal, token!, sent(good), noon)).rejects.toThrow(/已经用过/);
		expect(await rowsIn('responses')).toHaveLength(1);
	});
	it('that was guessed is none; one that is not spent stays good after a bad answer', async () => {
		const [token] = await invitedWave();
		await expect(invitationOf(db, 'AAAA-AAAA-AAAA-AAAA')).rejects.toMatchObject({
			reason: 'missing'
		});
		await expect(answerInvited(db, seal, token!, sent({}), noon)).rejects.toMatchObject({
			reason: 'invalid'
		});
		expect((await invitationOf(db, token!)).spentDay).toBeNull();
		await expect(answerInvited(db, seal, token!, sent(good), end)).rejects.toThrow(/已经结束/);
	});
	it('opens no open wave, and an open link no invited one', async () => {
		await invitedWave();
		await expect(answer('invited-1', 'a')).rejects.toMatchObject({ reason: 'missing' });
	});
	it('has nothing in common with the answers that came with it', async () => {
		const tokens = await invitedWave(20);
		for (const [i, token] of tokens.entries()) {
			await answerInvited(db, seal, token, sent({ ...good, open_2: `第${i}封` }), noon + i * 1000);
		}
		const letters = await rowsIn('invitations');
		const answers = await rowsIn('responses');
		const shared = new Set(
			letters.flatMap(({ id, tokenHash, spentDay }) => [id, tokenHash, spentDay].map(String))
		);
		const columns = Object.entries(answers[0]!).filter(([name]) => name !== 'waveId');
		for (const row of answers) {
			expect(
				columns.some(
					([name]) =>
						row[name as keyof typeof row] !== null &&
						shared.has(String(row[name as keyof typeof row]))
				)
			).toBe(false);
		}
		// neither order is the order of answering
		const order = answers.map((row) => Number(/第(\d+)封/.exec(JSON.stringify(row.answers))![1]));
		expect(order).not.toEqual([...order].sort((a, b) => a - b));
		const kept = ['id', 'tokenHash', 'waveId', 'spentDay', 'gridId'];
		expect(Object.keys(letters[0]!)).toEqual(kept);
		expect((await auditOf(db, 'wave:invited-1')).map(({ action }) => action)).toEqual([
			'add_wave',
			'invite_wave',
			'publish_wave'
		]);
		expect(JSON.stringify(letters)).not.toContain(tokens[0]);
		// and after the end not even whether it was used
		await closeWave(db, who.moderator, 'invited-1', end);
		expect((await rowsIn('invitations')).every((row) => 'spentDay' in row && !row.spentDay)).toBe(
			true
		);
	});
});

describe('a visited wave', () => {
	let one: Actor;
	let other: Actor;
	const key = '0197aaaa-0000-7000-8000-000000000001';
	const complete = { outcome: 'complete' as const, answers: good, seconds: 200, written: null };

	beforeEach(async () => {
		one = await account(db, 'enumerator');
		other = await account(db, 'enumerator');
		await wave('visited');
		const grids = (await listGrids(db)).slice(0, 12);
		const frame = grids.map(({ code }, i) => ({ grid: code, households: 100 + 10 * i }));
		await setFrame(db, who.moderator, 'visited-1', frame, begin);
		const plan = { grids: 6, each: 5, seed: 42 };
		await drawSample(db, who.moderator, 'visited-1', plan, begin);
		await publishWave(db, who.moderator, 'visited-1', begin);
	});
	const first = async (actor = one) => (await ownVisits(db, actor, noon))[0]!.code;

	it('shares whole grids out and shows each only their own', async () => {
		const grids = await drawnGrids(db, (await getWave(db, 'visited-1')).id);
		expect(grids.reduce((sum, { all }) => sum + all, 0)).toBeGreaterThanOrEqual(30);
		expect(new Set(grids.map(({ enumeratorId }) => enumeratorId))).toEqual(
			new Set([one.accountId, other.accountId])
		);
		await expect(getVisit(db, other, await first())).rejects.toMatchObject({ reason: 'missing' });
		expect(await ownVisits(db, who.moderator, noon)).toEqual([]);
	});

	it('takes an answer once, however often the phone sends it', async () => {
		const code = await first();
		expect(await receiveVisit(db, one, { code, key }, complete, noon)).toEqual({ created: true });
		expect(await receiveVisit(db, one, { code, key }, complete, noon)).toEqual({ created: false });
		const changed = { ...complete, answers: { ...good, sat_all: 3 } };
		await expect(receiveVisit(db, one, { code, key }, changed, noon)).rejects.toMatchObject({
			reason: 'conflict'
		});
		const again = { code, key: key.replace(/1$/, '2') };
		await expect(receiveVisit(db, one, again, complete, noon)).rejects.toThrow(/完成访问/);
		const rows = await rowsIn('responses');
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ enumeratorId: one.accountId, late: false });
		expect(rows[0]!.baseWeight).toBeGreaterThan(1);
	});

	it('calls again where nobody was at home, until there is an outcome', async () => {
		const code = await first();
		const call = (n: number, outcome: 'callback' | 'refused') =>
			receiveVisit(db, one, { code, key: `${key}${n}` }, { outcome, written: null }, noon + n);
		await call(1, 'callback');
		await call(2, 'refused');
		const { visit } = await getVisit(db, one, code);
		expect(visit).toMatchObject({ outcome: 'refused' });
		expect(visit.calls.map(({ outcome }) => outcome)).toEqual(['callback', 'refused']);
		await expect(call(3, 'callback')).rejects.toThrow(/拒绝访问/);
	});

	it('hears a phone that returns after two days, marked, if it was written before the end', async () => {
		const code = await first();
		await closeWave(db, who.moderator, 'visited-1', end);
		const late = { ...complete, written: end - hourMs };
		await expect(
			receiveVisit(db, one, { code, key }, { ...complete, written: end + hourMs }, end + 2 * hourMs)
		).rejects.toThrow(/已经结束/);
		await expect(receiveVisit(db, one, { code, key }, late, end + 8 * dayMs)).rejects.toThrow(
			/超过 7 天/
		);
		await receiveVisit(db, one, { code, key }, late, end + 2 * dayMs);
		// the salt is gone by now, and the second try is the same all the same
		const again = await receiveVisit(db, one, { code, key }, late, end + 2 * dayMs);
		expect(again).toEqual({ created: false });
		expect((await rowsIn('responses'))[0]).toMatchObject({ late: true });
	});

	it('has a response rate of all that were drawn', async () => {
		const [a, b, c] = await ownVisits(db, one, noon);
		await receiveVisit(db, one, { code: a!.code, key }, complete, noon);
		const said = (outcome: 'refused' | 'ineligible') => ({ outcome, written: null });
		await receiveVisit(db, one, { code: b!.code, key: `${key}b` }, said('refused'), noon);
		await receiveVisit(db, one, { code: c!.code, key: `${key}c` }, said('ineligible'), noon);
		await closeWave(db, who.moderator, 'visited-1', end);
		const weighting = { weighting: 'none' as const, marginsId: null };
		const result = await computeResult(db, who.moderator, 'visited-1', weighting, end);
		const all = (await rowsIn('visits')).length;
		expect(result.response).toMatchObject({ ineligible: 1, rate: 1 / (all - 1) });
	});

	it('draws nothing where nobody lives, and nothing twice after it began', async () => {
		const plan = { grids: 6, each: 5, seed: 42 };
		await expect(drawSample(db, who.moderator, 'visited-1', plan, noon)).rejects.toThrow(
			/不能再变/
		);
		await wave('visited', 'visited-2');
		await expect(drawSample(db, who.moderator, 'visited-2', plan, noon)).rejects.toThrow(/户数/);
		const rows = (await listGrids(db)).map(({ code, town }, _, all) => ({
			grid: code,
			households: town === all[0]!.town ? 0 : 50
		}));
		await setFrame(db, who.moderator, 'visited-2', rows, begin);
		await expect(drawSample(db, who.moderator, 'visited-2', plan, noon)).rejects.toThrow(
			/一户也没有/
		);
		await expect(
			setFrame(db, who.moderator, 'visited-2', [{ grid: '天上', households: 3 }], noon)
		).rejects.toThrow(/没有这个网格/);
	});
});

describe('what comes of a wave', () => {
	const plain = { weighting: 'none' as const, marginsId: null };
	async function closed(many: number) {
		const tokens = await invitedWave(Math.max(many, 1));
		const { questionnaire } = await waveToAnswer(db, 'invited-1', 'invited');
		const towns = questionnaire.questions.find(({ id }) => id === 'demo_town')!.options!;
		for (const [i, token] of tokens.slice(0, many).entries()) {
			const demo = { demo_age: 1 + (i % 3), demo_sex: i % 2, demo_town: i % (towns.length - 1) };
			const sat = { sat_all: i % 10 === 0 ? 3 : i % 10 === 1 ? 4 : 0 };
			await answerInvited(db, seal, token, sent({ ...good, ...demo, ...sat }), noon);
		}
		await closeWave(db, who.moderator, 'invited-1', end);
		const named = towns.slice(0, -1).map(({ label }) => label);
		return ['18–35岁', '36–59岁', '60岁以上'].flatMap((age) =>
			['男', '女'].flatMap((sex) => named.map((town) => ({ age, sex, town, people: 100 })))
		);
	}

	it('is weighted, computed, asked to be released and released by another', async () => {
		const rows = await closed(120);
		const marginsId = await addMargins(db, who.moderator, { name: '七普', rows }, end);
		const input = { weighting: 'rake' as const, marginsId };
		const result = await computeResult(db, who.moderator, 'invited-1', input, end);
		const people = rows.reduce((sum, row) => sum + row.people, 0);
		const weights = (await rowsIn('responses')).map((row) => Number(row.weight));
		expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(people, 2);
		const top2 = result.figures.find(
			({ formula, by }) => formula === 'satisfaction/top-2/1' && by === 'all'
		)!;
		expect(top2).toMatchObject({ n: 108, unsure: 12, unanswered: 0, show: true });
		expect(top2.value).toBeCloseTo(96 / 108, 2);
		expect(top2.interval![0]).toBeLessThan(top2.value);
		expect(top2.withUnsure).toBeLessThan(top2.value);
		await expect(releaseWave(db, who.moderator, 'invited-1', end)).rejects.toThrow(/提请/);
		await askRelease(db, who.moderator, 'invited-1', end);
		await expect(releaseWave(db, who.moderator, 'invited-1', end)).rejects.toThrow(/两个人/);
		expect(await releasedResults(db)).toEqual([]);
		await releaseWave(db, who.supervisor, 'invited-1', end);
		const [released] = await releasedResults(db);
		expect(released!.handling).toMatchObject({ satisfied: 0, days: 90 });
		const shown = publicFigures(released!.result).figures;
		expect(shown.some((figure) => figure.by === 'grid')).toBe(false);
		expect(shown.find(({ formula }) => formula === 'satisfaction/top-2/1')).toMatchObject({
			hidden: false
		});
		await expect(computeResult(db, who.moderator, 'invited-1', plain, end)).rejects.toThrow();
	});

	it('of nobody is nothing; of one is computed and not shown', async () => {
		await closed(0);
		await expect(computeResult(db, who.moderator, 'invited-1', plain, end)).rejects.toThrow(
			/还没有可以计算的答卷/
		);
		await wave('invited', 'invited-2');
		const [token] = await makeInvitations(db, who.moderator, 'invited-2', 1, begin);
		await publishWave(db, who.moderator, 'invited-2', begin);
		await answerInvited(db, seal, token!, sent(good), noon);
		await closeWave(db, who.moderator, 'invited-2', end);
		const result = await computeResult(db, who.moderator, 'invited-2', plain, end);
		expect(result.figures.every(({ show }) => !show)).toBe(true);
		expect(JSON.stringify(publicFigures(result))).not.toContain('"value"');
	});

	it('is refused with a sentence where a group has no answers', async () => {
		const rows = await closed(30);
		const more = [...rows, { ...rows[0]!, age: '18岁以下' }];
		const marginsId = await addMargins(db, who.moderator, { name: '错的', rows: more }, end);
		for (const weighting of ['rake', 'post'] as const) {
			const input = { weighting, marginsId };
			await expect(computeResult(db, who.moderator, 'invited-1', input, end)).rejects.toThrow(
				/一份答卷也没有.*合并/
			);
		}
	});

	it('stands with and without what a reviewer set aside', async () => {
		await closed(60);
		const before = await computeResult(db, who.moderator, 'invited-1', plain, end);
		expect(before.aside).toBe(0);
		const flagged = await flaggedAnswers(db, (await getWave(db, 'invited-1')).id, null);
		expect(flagged.rows).toEqual([]);
		const [row] = await rowsIn('responses');
		const id = Number(row!.id);
		const aside = { id, aside: true, why: '' };
		await expect(setAside(db, who.moderator, 'invited-1', aside, end)).rejects.toThrow(/为什么/);
		await setAside(db, who.moderator, 'invited-1', { ...aside, why: '测试时填的' }, end);
		const after = await computeResult(db, who.moderator, 'invited-1', plain, end);
		expect(after).toMatchObject({ came: 60, aside: 1 });
		const support = (figures: typeof after.figures) =>
			figures.find(({ formula, by }) => formula === 'support/yes/1' && by === 'all')!.n;
		expect([support(after.figures), support(after.withAll)]).toEqual([59, 60]);
		// one alone: the difference would tell what they said
		expect(publicFigures(after).withAll).toEqual([]);
	});

	it('holds every answer of a large wave once, each with its weight and its flags', async () => {
		const { id: waveId } = await wave('open');
		const many = 2345;
		const rows = Array.from({ length: many }, (_, i) => ({
			// in no order, as they come
			id: (i * 7_368_787) % 2 ** 31,
			waveId,
			answers: { ...good, support_1: i % 5 === 0 ? 1 : 0 },
			setAside: i % 1000 === 0,
			seconds: i % 1000 === 1 ? 5 : 200,
			baseWeight: 1 + (i % 3)
		}));
		for (let from = 0; from < many; from += 500) {
			await db.insert(responses).values(rows.slice(from, from + 500));
		}
		await publishWave(db, who.moderator, 'open-1', begin);
		await closeWave(db, who.moderator, 'open-1', end);
		const result = await computeResult(db, who.moderator, 'open-1', plain, end);
		expect(result).toMatchObject({ came: many, aside: 3, flagged: 3 });
		const kept = rows.filter((row) => !row.setAside);
		const sum = (of: typeof rows) => of.reduce((all, { baseWeight }) => all + baseWeight, 0);
		const support = result.figures.find(
			({ formula, by }) => formula === 'support/yes/1' && by === 'all'
		)!;
		expect(support.n).toBe(many - 3);
		expect(support.value).toBeCloseTo(
			sum(kept.filter(({ answers }) => answers.support_1 === 0)) / sum(kept),
			12
		);
		const stored = new Map((await rowsIn('responses')).map((row) => [row.id, row]));
		for (const { id, setAside, seconds, baseWeight } of rows) {
			const row = stored.get(id)!;
			expect(row.weight).toBe(setAside ? null : baseWeight);
			expect(row.flags).toEqual(seconds === 5 ? ['fast'] : []);
		}
	});

	it('can be read across, searched and taken out without anybody to be found in it', async () => {
		await closed(60);
		const table = await crossOf(db, 'invited-1', 'demo_sex', 'sat_all');
		expect(table.counts[0]![0]).not.toBeNull();
		await expect(crossOf(db, 'invited-1', 'sat_all', 'sat_all')).rejects.toThrow(/两道不同/);
		expect((await openTexts(db, 'invited-1', ''))[0]!.many).toBe(0);
		await computeResult(db, who.moderator, 'invited-1', plain, end);
		const file = await exportWave(db, who.moderator, 'invited-1', 'csv', end);
		const text = new TextDecoder().decode(file);
		expect(text.trim().split('\r\n')).toHaveLength(61);
		expect(text.split('\r\n')[0]).toContain('最终权重');
		expect((await auditOf(db, 'wave:invited-1')).map(({ action }) => action)).toContain(
			'export_wave'
		);
	});

	it('tells by no weight of whom it keeps age, sex and town back', async () => {
		const rows = await closed(57);
		const marginsId = await addMargins(db, who.moderator, { name: '七普', rows }, end);
		const input = { weighting: 'rake' as const, marginsId };
		await computeResult(db, who.moderator, 'invited-1', input, end);
		const file = await exportWave(db, who.moderator, 'invited-1', 'csv', end);
		const [head, ...lines] = new TextDecoder()
			.decode(file)
			.trim()
			.split('\r\n')
			.map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
		const final = head!.indexOf('最终权重');
		const weightsOf = (kept: boolean) =>
			lines.filter(([age]) => (age === '') === kept).map((line) => Number(line[final]));
		expect(weightsOf(true).length).toBeGreaterThan(1);
		expect(new Set(weightsOf(true)).size).toBe(1);
		expect(new Set(weightsOf(false)).size).toBeGreaterThan(1);
		const people = rows.reduce((sum, row) => sum + row.people, 0);
		const all = [...weightsOf(true), ...weightsOf(false)].reduce((sum, w) => sum + w, 0);
		expect(all).toBeCloseTo(people, 2);
	});

	it('is kept when the answers themselves are erased', async () => {
		await closed(40);
		await computeResult(db, who.moderator, 'invited-1', plain, end);
		await askRelease(db, who.moderator, 'invited-1', end);
		await releaseWave(db, who.supervisor, 'invited-1', end);
		expect(await countOldAnswers(db, end)).toBe(0);
		expect(await countOldAnswers(db, end + 1)).toBe(40);
		expect(await eraseOldAnswers(db, end + 366 * dayMs, end + 1)).toBe(40);
		expect(await countOldAnswers(db, end + 1)).toBe(0);
		expect(await rowsIn('invitations')).toEqual([]);
		expect((await releasedResults(db))[0]!.result.came).toBe(40);
	});
});

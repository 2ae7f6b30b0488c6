import { beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { listGrids } from '../../src/lib/server/places/queries';
import { answerInvited, invitationOf } from '../../src/lib/server/surveys/answering';
import { exportWave } from '../../src/lib/server/surveys/export';
import { drawSample, setFrame } from '../../src/lib/server/surveys/frame';
import { makeInvitations } from '../../src/lib/server/surveys/invitations';
import {
	drawLetters,
	letterGrids,
	recordReturns,
	type DrawnLetter
} from '../../src/lib/server/surveys/letter-sample';
import { queueLetters } from '../../src/lib/server/surveys/letter-sends';
import { addQuestionnaire } from '../../src/lib/server/surveys/questionnaires';
import { askRelease, computeResult } from '../../src/lib/server/surveys/results';
import { frameGrids, invitations, responses } from '../../src/lib/server/surveys/schema';
import { addWave, closeWave, getWave, publishWave } from '../../src/lib/server/surveys/waves';
import { freshTown } from '../support/database';
import { people, seal, shanghai, type Cast } from '../support/factories';

const begin = shanghai('2026-03-02 08:00');
const end = shanghai('2026-03-16 20:00');
const noon = begin + 4 * hourMs;
const good = { aware_1: 0, support_1: 0, part_1: 1, sat_all: 0 };
const plan = { grids: 6, each: 12, seed: 42 };
const plain = { weighting: 'none' as const, marginsId: null };
const slug = 'drawn';

let db: Db;
let who: Cast;
let codes: string[];

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
	const input = { title: '满意度调查', standard: true };
	const questionnaireId = await addQuestionnaire(db, who.moderator, input, begin);
	const times = { opensAt: begin, closesAt: end };
	for (const [name, mode] of [
		[slug, 'invited'],
		['visited', 'visited']
	] as const) {
		const wave = { slug: name, title: '三月调查', questionnaireId, mode, ...times };
		await addWave(db, who.moderator, wave, begin);
	}
	codes = (await listGrids(db)).slice(0, 12).map(({ code }) => code);
	await frame(codes.map((grid, i) => ({ grid, households: 100 + 10 * i })));
});

const frame = (rows: { grid: string; households: number }[], name = slug) =>
	setFrame(db, who.moderator, name, rows, begin);
const drawn = (asked = plan) => drawLetters(db, who.moderator, slug, asked, begin);
const publish = () => publishWave(db, who.moderator, slug, begin);
const close = () => closeWave(db, who.moderator, slug, end);
const answer = (token: string, answers: object = good) =>
	answerInvited(db, seal, token, { answers, opened: '' }, noon);
const grids = async () => letterGrids(db, (await getWave(db, slug)).id);
const byGrid = (letters: readonly DrawnLetter[]) => {
	const found = new Map<string, DrawnLetter[]>();
	for (const one of letters) found.set(one.grid, [...(found.get(one.grid) ?? []), one]);
	return [...found.values()];
};

describe('letters to drawn households', () => {
	it('are one for each household that the same seed draws for visits', async () => {
		const letters = await drawn();
		expect(new Set(letters.map(({ token }) => token)).size).toBe(letters.length);
		await frame(
			codes.map((grid, i) => ({ grid, households: 100 + 10 * i })),
			'visited'
		);
		expect(await drawSample(db, who.moderator, 'visited', plan, begin)).toBe(letters.length);
		const kept = await db.select().from(frameGrids);
		const of = async (name: string) => {
			const { id, seed } = await getWave(db, name);
			const mine = kept.filter(({ waveId }) => waveId === id);
			return [seed, mine.map(({ gridId, drawn: was, weight }) => [gridId, was, weight])];
		};
		expect(await of(slug)).toEqual(await of('visited'));
	});

	it('are printed with the household, and kept with the grid alone', async () => {
		const letters = await drawn();
		const rows = await db.select().from(invitations);
		expect(Object.keys(rows[0]!)).toEqual(['id', 'tokenHash', 'waveId', 'spentDay', 'gridId']);
		const many = new Map<number | null, number>();
		for (const { gridId } of rows) many.set(gridId, (many.get(gridId) ?? 0) + 1);
		expect([...many.values()].every((n) => n === 12)).toBe(true);
		expect(many.has(null)).toBe(false);
		// neither are the rows in the order of the households
		const order = await Promise.all(letters.map(({ token }) => invitationOf(db, token)));
		expect(order).toHaveLength(rows.length);
		expect((await grids()).map((one) => one.letters)).toEqual([...many.values()]);
	});

	it('bring the grid and its weight to the answer, and leave none with the letter', async () => {
		const letters = await drawn();
		await publish();
		const [one] = letters;
		const before = await invitationOf(db, one!.token);
		await answer(one!.token);
		expect(await invitationOf(db, one!.token)).toMatchObject({ gridId: null });
		const [row] = await db.select().from(responses);
		expect(row!.gridId).toBe(before.gridId);
		const weight = (await db.select().from(frameGrids)).find(
			({ gridId }) => gridId === before.gridId
		)!.weight;
		expect([row!.baseWeight, row!.enumeratorId]).toEqual([weight, null]);
		await expect(answer(one!.token)).rejects.toThrow(/用过/);
	});

	it('that were drawn before are void once they are drawn again, until the wave begins', async () => {
		const [old] = await drawn();
		const again = await drawn();
		await expect(invitationOf(db, old!.token)).rejects.toMatchObject({ reason: 'missing' });
		expect(await db.$count(invitations)).toBe(again.length);
		const other = await drawn({ ...plan, seed: 43 });
		const places = (letters: readonly DrawnLetter[]) =>
			letters.map(({ grid, household }) => `${grid} ${household}`);
		expect(places(other)).not.toEqual(places(again));
		await publish();
		await expect(drawn()).rejects.toThrow(/不能再变/);
	});

	it('are never few in a grid', async () => {
		await expect(drawn({ ...plan, each: 9 })).rejects.toThrow(/至少 10 封/);
		await frame(codes.map((grid, i) => ({ grid, households: i === 0 ? 7 : 50 })));
		await expect(drawn()).rejects.toThrow(/只有 7 户.*并到相邻网格/);
		expect(await db.$count(invitations)).toBe(0);
	});

	it('stay as they were drawn: no others beside them, and they beside no others', async () => {
		await drawn();
		const more = [
			makeInvitations(db, who.moderator, slug, 3, begin),
			queueLetters(db, seal, who.moderator, slug, { numbers: ['13900000001'], hook: true }, begin)
		];
		for (const one of await Promise.allSettled(more)) {
			expect(one).toMatchObject({ status: 'rejected', reason: { reason: 'conflict' } });
		}
		const { questionnaireId } = await getWave(db, slug);
		const wave = { slug: 'listed', title: '名单', questionnaireId, mode: 'invited' as const };
		await addWave(db, who.moderator, { ...wave, opensAt: begin, closesAt: end }, begin);
		await makeInvitations(db, who.moderator, 'listed', 3, begin);
		const rows = [{ grid: codes[0]!, households: 80 }];
		await expect(frame(rows, 'listed')).rejects.toThrow(/新建一次调查/);
		await expect(drawSample(db, who.moderator, slug, plan, begin)).rejects.toMatchObject({
			reason: 'conflict'
		});
		expect(await invitationOf(db, (await drawn())[0]!.token)).toMatchObject({ spentDay: null });
	});

	it('count no more than what was printed as come back, and those without people not at all', async () => {
		const letters = await drawn();
		await publish();
		for (const { token } of letters.slice(0, 30)) await answer(token);
		const [grid] = await grids();
		const returns = (vacant: number, notFound: number, gridId = grid!.gridId) =>
			recordReturns(db, who.moderator, slug, { gridId, vacant, notFound }, noon);
		await expect(returns(9, 4)).rejects.toThrow(/一共寄了 12 封/);
		await expect(returns(1, 0, -1)).rejects.toMatchObject({ reason: 'invalid' });
		await returns(4, 3);
		await returns(5, 2);
		await close();
		const { response } = await computeResult(db, who.moderator, slug, plain, end);
		const asked = letters.length - 5;
		expect(response).toMatchObject({
			ineligible: 5,
			dispositions: { complete: 30, unknownHousehold: asked - 30 }
		});
		expect(response!.rate).toBeCloseTo(30 / asked);
		// who asked for the release saw another rate
		await askRelease(db, who.moderator, slug, end);
		await returns(6, 2);
		expect((await getWave(db, slug)).releaseAskedById).toBeNull();
	});
});

describe('what comes of drawn letters', () => {
	const sat = { ...good, sat_all: 3 };

	it('has an interval that knows of its grids', async () => {
		const letters = await drawn();
		await publish();
		// whole grids are of one mind: twelve neighbours say little more than one
		for (const [i, group] of byGrid(letters).entries()) {
			for (const { token } of group) await answer(token, i % 2 === 0 ? good : sat);
		}
		await close();
		const { figures } = await computeResult(db, who.moderator, slug, plain, end);
		const top = figures.find(
			({ formula, by }) => formula === 'satisfaction/top-2/1' && by === 'all'
		)!;
		expect(top.deff).toBeGreaterThan(4);
		expect(figures.filter(({ by }) => by === 'grid').length).toBeGreaterThan(0);
	});

	it('after the end tells nobody apart where few of a grid answered', async () => {
		const letters = await drawn();
		await publish();
		const groups = byGrid(letters);
		const alone = groups[0]![0]!;
		await answer(alone.token, sat);
		for (const group of groups.slice(1)) {
			for (const { token } of group.slice(0, 7)) await answer(token);
		}
		const { gridId } = (await db.select().from(responses)).find(
			({ answers }) => answers.sat_all === 3
		)!;
		await close();
		const rows = await db.select().from(responses);
		const its = rows.find(({ answers }) => answers.sat_all === 3)!;
		const beside = rows.filter((row) => row.gridId === its.gridId);
		expect(beside.length).toBeGreaterThanOrEqual(5);
		expect(new Set(beside.map(({ baseWeight }) => baseWeight)).size).toBe(1);
		expect(rows.filter((row) => row.gridId === gridId).length).not.toBe(1);
		const left = await db.select().from(invitations);
		expect(left.every((row) => row.gridId === null && row.spentDay === null)).toBe(true);
		const file = await exportWave(db, who.moderator, slug, 'csv', end);
		expect(new TextDecoder().decode(file)).not.toContain(alone.token);
	});
});

import { uuidv7 } from 'uuidv7';
import type { Actor } from '../../src/lib/accounts/roles';
import { isShown, type Answer } from '../../src/lib/surveys/answers';
import { optionsOf, type Question, type Questionnaire } from '../../src/lib/surveys/questions';
import type { WaveMode } from '../../src/lib/surveys/waves';
import { dayMs, dayOf, hourMs, startOfDay } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import { listGrids } from '../../src/lib/server/places/queries';
import type { Sealing } from '../../src/lib/server/sealing';
import { answerInvited, answerOpen, openedAt } from '../../src/lib/server/surveys/answering';
import { drawSample, setFrame } from '../../src/lib/server/surveys/frame';
import {
	drawLetters,
	letterGrids,
	recordReturns
} from '../../src/lib/server/surveys/letter-sample';
import { addMargins } from '../../src/lib/server/surveys/margins';
import {
	addQuestionnaire,
	getQuestionnaire,
	townsOf
} from '../../src/lib/server/surveys/questionnaires';
import { askRelease, computeResult, releaseWave } from '../../src/lib/server/surveys/results';
import { ownVisits, receiveVisit } from '../../src/lib/server/surveys/visits';
import { addWave, closeWave, publishWave } from '../../src/lib/server/surveys/waves';
import { chance, type Chance } from './chance';
import type { Cast } from './people';

const ages = [
	{ label: '18–35岁', share: 0.31 },
	{ label: '36–59岁', share: 0.43 },
	{ label: '60岁以上', share: 0.26 }
];
const remarks = [
	'希望小区门口的路灯早点修好',
	'电动车乱停的地方多画些车位',
	'菜市场下午的卫生比以前好多了',
	'晚上广场音响声音能不能再小一点',
	'志愿者很热心，谢谢',
	'老旧小区希望加装扶手'
];

type Town = { db: Db; seal: Sealing; cast: Cast };
type Sizes = { visited?: number; open?: number };

/** Three closed waves with their published results, two of which can be compared, and three that run. */
export async function fillSurveys(
	{ db, seal, cast }: Town,
	{ now, seed, visited = 600, open = 900 }: { now: number; seed: number } & Sizes
): Promise<void> {
	const random = chance(seed + 11);
	const today = startOfDay(dayOf(now));
	const began = today - 130 * dayMs;
	const { moderator, supervisor, enumerator } = cast;
	const form = { title: '文明创建群众满意度调查', standard: true };
	const questionnaireId = await addQuestionnaire(db, moderator, form, began);
	const { content } = await getQuestionnaire(db, questionnaireId);
	const towns = await townsOf(db);
	const margins = ages.flatMap(({ label, share }) =>
		['男', '女'].flatMap((sex) =>
			towns.map((town, i) => ({
				...{ age: label, sex, town },
				people: Math.round((share * 42_000) / (2 + i))
			}))
		)
	);
	const marginsId = await addMargins(
		db,
		moderator,
		{ name: '人口统计（虚构）', rows: margins },
		began
	);
	const make = async (slug: string, title: string, mode: WaveMode, from: number, days: number) => {
		const times = { opensAt: today + from * dayMs, closesAt: today + (from + days) * dayMs };
		const wave = { slug, title, mode, questionnaireId, ...times };
		return addWave(db, moderator, wave, times.opensAt - dayMs);
	};
	const release = async (slug: string, weighting: 'rake' | 'none', at: number) => {
		await closeWave(db, moderator, slug, at);
		const input = { weighting, marginsId: weighting === 'none' ? null : marginsId };
		await computeResult(db, moderator, slug, input, at + hourMs);
		await askRelease(db, moderator, slug, at + 2 * hourMs);
		await releaseWave(db, supervisor, slug, at + dayMs);
	};

	const pilot = await make('household-0', '试点入户调查', 'visited', -105, 15);
	await sampled(db, moderator, pilot.slug, 24, Math.ceil(visited / 48 / 0.83), pilot.opensAt);
	await publishWave(db, moderator, pilot.slug, pilot.opensAt);
	await visitAll(db, enumerator, content, {
		random: chance(seed + 12),
		most: visited / 2,
		from: pilot.opensAt,
		manner: 'pilot'
	});
	await release(pilot.slug, 'rake', pilot.closesAt);

	const household = await make('household-1', '入户调查', 'visited', -45, 15);
	await sampled(
		db,
		moderator,
		household.slug,
		24,
		Math.ceil(visited / 24 / 0.83),
		household.opensAt
	);
	await publishWave(db, moderator, household.slug, household.opensAt);
	await visitAll(db, enumerator, content, { random, most: visited, from: household.opensAt });
	await release(household.slug, 'rake', household.closesAt);

	const link = await make('open-1', '网上自愿调查', 'open', -28, 14);
	await publishWave(db, moderator, link.slug, link.opensAt);
	for (let n = 0; n < open; n++) {
		const at = link.opensAt + Math.floor(random.next() * 14 * dayMs);
		const quick = random.happens(0.04);
		const opened = openedAt(seal, link.id, at - (quick ? 25_000 : random.whole(110, 420) * 1000));
		const answers = answersOf(content, random, quick ? 'straight' : 'open');
		await answerOpen(db, seal, link.slug, `demo ${n}`, { answers, opened }, at);
	}
	await release(link.slug, 'none', link.closesAt);

	const running = await make('open-2', '秋季网上调查', 'open', -3, 24);
	await publishWave(db, moderator, running.slug, running.opensAt);
	const visits = await make('household-2', '第二次入户调查', 'visited', -2, 21);
	await sampled(db, moderator, visits.slug, 4, 8, visits.opensAt);
	await publishWave(db, moderator, visits.slug, visits.opensAt);

	const post = await make('letters-1', '住户信函调查', 'invited', -6, 28);
	await framed(db, moderator, post.slug, post.opensAt);
	const plan = { grids: 8, each: 15, seed: seedOf(post.opensAt) };
	const letters = await drawLetters(db, moderator, post.slug, plan, post.opensAt - hourMs);
	await publishWave(db, moderator, post.slug, post.opensAt);
	for (const { token, town } of letters.filter(() => random.happens(0.35))) {
		const at = post.opensAt + Math.floor(random.next() * 5 * dayMs);
		const opened = openedAt(seal, post.id, at - random.whole(110, 420) * 1000);
		const answers = answersOf(content, random, 'visited', town);
		await answerInvited(db, seal, token, { answers, opened }, at);
	}
	for (const { gridId } of (await letterGrids(db, post.id)).slice(0, 3)) {
		const returned = { gridId, vacant: random.whole(0, 2), notFound: 1 };
		await recordReturns(db, moderator, post.slug, returned, now - hourMs);
	}
}

async function sampled(
	db: Db,
	actor: Actor,
	slug: string,
	grids: number,
	each: number,
	at: number
): Promise<void> {
	await framed(db, actor, slug, at);
	await drawSample(db, actor, slug, { grids, each, seed: seedOf(at) }, at - hourMs);
}

const seedOf = (at: number) => Number(dayOf(at).replaceAll('-', ''));

async function framed(db: Db, actor: Actor, slug: string, at: number): Promise<void> {
	const frame = (await listGrids(db))
		.filter(({ active }) => active)
		.map(({ code }, i) => ({ grid: code, households: 180 + ((i * 97) % 240) }));
	await setFrame(db, actor, slug, frame, at - hourMs);
}

/** Goes to every address; some refuse, some are never at home, some flats are empty. */
async function visitAll(
	db: Db,
	actor: Actor,
	content: Questionnaire,
	{
		random,
		most,
		from,
		manner = 'visited'
	}: { random: Chance; most: number; from: number; manner?: Manner }
): Promise<void> {
	let done = 0;
	const others = ['refused', 'non_contact', 'ineligible', 'other', 'unknown'] as const;
	const all = await ownVisits(db, actor, from);
	for (const [i, { code, town }] of all.entries()) {
		const at = from + Math.floor((i / all.length) * 13 * dayMs) + hourMs;
		const left = all.length - i;
		const key = () => uuidv7();
		if (done < most && (left <= most - done || random.happens(0.84))) {
			done++;
			const answers = answersOf(content, random, manner, town);
			const seconds = random.whole(150, 420);
			const input = { outcome: 'complete' as const, answers, seconds, written: at };
			await receiveVisit(db, actor, { code, key: key() }, input, at);
		} else {
			const outcome = random.one(others);
			await receiveVisit(db, actor, { code, key: key() }, { outcome, written: at }, at);
		}
	}
}

type Manner = 'pilot' | 'visited' | 'open' | 'straight';

export function answersOf(
	{ questions }: Questionnaire,
	random: Chance,
	manner: Manner,
	town?: string
): Record<string, Answer> {
	const answers: Record<string, Answer> = {};
	for (const question of questions) {
		if (!isShown(question, answers)) continue;
		const answer = answerTo(question, random, manner, town);
		if (answer !== undefined) answers[question.id] = answer;
	}
	return answers;
}

function answerTo(
	question: Question,
	random: Chance,
	manner: Manner,
	town?: string
): Answer | undefined {
	const options = optionsOf(question);
	const { id, kind, topic } = question;
	const at = (label: string) => options.findIndex((option) => option.label === label);
	if (id === 'demo_age') {
		// who is at home by day is older than the town, who answers online younger
		const elder = town ? 0.42 : 0.12;
		const label = random.happens(elder) ? '60岁以上' : random.happens(0.5) ? '36–59岁' : '18–35岁';
		return at(label);
	}
	if (id === 'demo_sex') return random.happens(town ? 0.58 : 0.5) ? 1 : 0;
	if (id === 'demo_town') return town ? at(town) : random.whole(0, options.length - 2);
	if (kind === 'text') return random.happens(0.08) ? random.one(remarks) : undefined;
	if (kind === 'several') {
		const plain = options.flatMap((option, i) => (option.alone ? [] : [i]));
		const first = random.one(plain);
		const second = random.one(plain);
		return [...new Set([first, second])].sort((a, b) => a - b);
	}
	if (manner === 'straight') return topic === 'demographic' ? undefined : 0;
	// volunteers are at one end or at the other
	const pull =
		manner === 'open' ? (random.happens(0.6) ? 0.4 : 1.5) : manner === 'pilot' ? 0.9 : 0.75;
	const drawn = Math.floor(-Math.log(1 - random.next()) * pull * 1.2);
	return Math.min(options.length - 1, drawn);
}

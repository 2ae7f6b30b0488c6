import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { computeWave, type Row } from '../src/lib/surveys/compute';
import { publicFigures } from '../src/lib/surveys/results';
import { optionsOf, type Question } from '../src/lib/surveys/questions';
import { standardQuestionnaire } from '../src/lib/surveys/standard';
import { trendsOf } from '../src/lib/surveys/trend';
import { dayMs } from '../src/lib/time/shanghai';
import { connect, migrateDatabase, type Db } from '../src/lib/server/db';
import { sealing } from '../src/lib/server/sealing';
import { answerOpen, openedAt } from '../src/lib/server/surveys/answering';
import { addQuestionnaire } from '../src/lib/server/surveys/questionnaires';
import { releasedResults } from '../src/lib/server/surveys/results';
import { addWave, publishWave } from '../src/lib/server/surveys/waves';
import { chance } from './demo/chance';
import { loadTown } from './demo/load-town';
import { makePeople } from './demo/people';
import { fillSurveys } from './demo/surveys';

const usage = `
Usage: npm run bench:surveys [-- --help]

Prints how long it takes to estimate a wave of 100,000 answers to 30 questions with raking on three
margins and how much memory that needs, how many answers are accepted in a second, and how long the
figures of /stats take to be read. Makes its database in a temporary folder and removes it. Half a minute.
`;

if (process.argv.includes('--help')) {
	process.stdout.write(usage.trimStart());
	process.exit(0);
}

const many = 100_000;
const questions = 30;
const towns = ['城关街道', '东岭镇', '河东镇', '西山乡'];
const ages = ['18–35岁', '36–59岁', '60岁以上'];
const sexes = ['男', '女'];
const say = (name: string, value: string) => process.stdout.write(`${name.padEnd(52)}${value}\n`);
const percentile = (times: number[], share: number) =>
	[...times].sort((a, b) => a - b)[Math.floor(times.length * share)]!;

function largeWave(): { questions: Question[]; rows: Row[] } {
	const random = chance(7);
	const asked = [...standardQuestionnaire(towns).questions];
	while (asked.length < questions) {
		const copy = asked.find(({ id }) => id === 'sat_env')!;
		asked.push({ ...copy, id: `more_${asked.length}` });
	}
	const rows = Array.from({ length: many }, (): Row => {
		const answers: Row['answers'] = {};
		for (const question of asked) {
			const options = optionsOf(question).length;
			if (question.kind === 'text' || options === 0) continue;
			const one = random.whole(0, options - 1);
			answers[question.id] = question.kind === 'several' ? [one] : one;
		}
		const town = random.one(towns);
		return {
			answers,
			baseWeight: random.between(0.5, 2),
			age: random.happens(0.5) ? ages[2]! : random.one(ages),
			sex: random.happens(0.6) ? '女' : '男',
			town,
			grid: `${town} ${random.whole(1, 60)}`,
			stratum: town,
			flagged: false,
			setAside: false
		};
	});
	return { questions: asked, rows };
}

function estimate() {
	const { questions, rows } = largeWave();
	const margins = ages.flatMap((age) =>
		sexes.flatMap((sex) => towns.map((town) => ({ age, sex, town, people: 10_000 })))
	);
	const questionnaire = { title: '', intro: '', questions };
	const times: number[] = [];
	let most = 0;
	for (let round = 0; round < 5; round++) {
		globalThis.gc?.();
		const before = process.memoryUsage().rss;
		const start = performance.now();
		const done = computeWave({ questionnaire, mode: 'visited', rows, weighting: 'rake', margins });
		times.push(performance.now() - start);
		most = Math.max(most, process.memoryUsage().rss - before);
		if ('problem' in done) throw new Error(done.problem);
	}
	const name = `estimate ${many.toLocaleString('en')} × ${questions.length}, three margins`;
	say(name, `${(percentile(times, 0.5) / 1000).toFixed(2)} s (median of 5)`);
	say('  memory beyond the answers', `${Math.round(most / 1e6)} MB`);
	say('  memory of the whole process', `${Math.round(process.memoryUsage().rss / 1e6)} MB`);
}

async function accept(db: Db, actor: Parameters<typeof addWave>[1], now: number) {
	const seal = sealing({ secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) });
	const input = { title: '基准', standard: true };
	const questionnaireId = await addQuestionnaire(db, actor, input, now);
	const times = { opensAt: now - dayMs, closesAt: now + dayMs };
	const form = { slug: 'bench', title: '基准', questionnaireId, mode: 'open' as const, ...times };
	const wave = await addWave(db, actor, form, now);
	await publishWave(db, actor, 'bench', now);
	const answers = { aware_1: 0, support_1: 0, part_1: 0, sat_all: 0, sat_env: 1 };
	const opened = openedAt(seal, wave.id, now - 1000);
	const start = performance.now();
	const accepted = 2000;
	for (let n = 0; n < accepted; n++) {
		await answerOpen(db, seal, 'bench', `device ${n}`, { answers, opened }, now);
	}
	const seconds = (performance.now() - start) / 1000;
	say('answers accepted, one after the other', `${Math.round(accepted / seconds)} a second`);
}

async function read(db: Db) {
	const times: number[] = [];
	for (let n = 0; n < 300; n++) {
		const start = performance.now();
		const released = await releasedResults(db);
		released.map(({ result }) => publicFigures(result));
		trendsOf(released.map(({ result, ...wave }) => ({ ...wave, figures: result.figures })));
		times.push(performance.now() - start);
	}
	say(
		'/stats, from what was stored (without drawing it), p95',
		`${percentile(times, 0.95).toFixed(1)} ms`
	);
}

const folder = mkdtempSync(join(tmpdir(), 'bench-surveys-'));
const connection = connect(`file:${join(folder, 'bench.db')}`);
try {
	estimate();
	const now = Date.now();
	await migrateDatabase(connection);
	await loadTown(connection.db, now - 90 * dayMs);
	const cast = await makePeople(connection.db, now - 90 * dayMs);
	const seal = sealing({ secretKey: Buffer.alloc(32, 1), sealKey: Buffer.alloc(32, 2) });
	await fillSurveys({ db: connection.db, seal, cast }, { now, seed: 1 });
	await accept(connection.db, cast.moderator, now);
	await read(connection.db);
} finally {
	connection.close();
	rmSync(folder, { recursive: true, force: true });
}

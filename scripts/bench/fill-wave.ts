import { sql } from 'drizzle-orm';
import type { Questionnaire } from '../../src/lib/surveys/questions';
import { traitsOf } from '../../src/lib/surveys/groups';
import { dayMs } from '../../src/lib/time/shanghai';
import { readConfig, readSecrets } from '../../src/lib/server/config';
import { connect, migrateDatabase, type Db } from '../../src/lib/server/db';
import { listGrids } from '../../src/lib/server/places/queries';
import { sealing } from '../../src/lib/server/sealing';
import {
	addQuestionnaire,
	changeQuestionnaire,
	getQuestionnaire
} from '../../src/lib/server/surveys/questionnaires';
import { responses } from '../../src/lib/server/surveys/schema';
import { addWave, step } from '../../src/lib/server/surveys/waves';
import { chance } from '../demo/chance';
import { loadTown } from '../demo/load-town';
import { makePeople, type Cast } from '../demo/people';
import { answersOf, fillSurveys } from '../demo/surveys';

export const questions = 30;
export const slug = 'large';

const atOnce = 1000;

/**
 * Makes a database in `dir` with the demo's surveys and a closed wave of visits that was not computed yet,
 * of so many answers, in thousands, some of them set aside.
 */
export async function fillWave(dir: string, answers: number): Promise<void> {
	const config = readConfig({ APP_MODE: 'test', DATA_DIR: dir });
	const connection = connect(config.DATABASE_URL);
	const { db } = connection;
	// whoever opens it next has its own setting
	await db.run(sql`PRAGMA synchronous = OFF`);
	await migrateDatabase(connection);
	const now = Date.now();
	const before = now - 30 * dayMs;
	const began = now - 200 * dayMs;
	await loadTown(db, began);
	const cast = await makePeople(db, began);
	await fillSurveys({ db, seal: sealing(readSecrets(config)), cast }, { now, seed: 1 });
	const questionnaireId = await longQuestionnaire(db, cast, before);
	const { content } = await getQuestionnaire(db, questionnaireId);
	const times = { opensAt: before, closesAt: now - dayMs };
	const form = { slug, title: '基准', questionnaireId, mode: 'visited' as const, ...times };
	const wave = await addWave(db, cast.moderator, form, before);
	await addAnswers(db, wave.id, content, cast, answers);
	await step(db, wave, 'draft', { state: 'closed', closedAt: times.closesAt });
	connection.close();
}

/** The standard one, and others like its own until there are so many. */
async function longQuestionnaire(db: Db, { moderator }: Cast, at: number): Promise<number> {
	const id = await addQuestionnaire(db, moderator, { title: '基准', standard: true }, at);
	const longer = (content: Questionnaire): Questionnaire => {
		const like = content.questions.find((one) => one.id === 'sat_env')!;
		const more = Array.from({ length: questions - content.questions.length }, (_, n) => ({
			...like,
			id: `more_${n + 1}`
		}));
		return { ...content, questions: [...content.questions, ...more] };
	};
	return changeQuestionnaire(db, moderator, id, longer, at);
}

async function addAnswers(
	db: Db,
	waveId: number,
	content: Questionnaire,
	cast: Cast,
	many: number
): Promise<void> {
	const random = chance(7);
	const grids = await listGrids(db);
	for (let done = 0; done < many; done += atOnce) {
		const rows = Array.from({ length: atOnce }, (_, n) => {
			const grid = random.one(grids);
			const answers = answersOf(content, random, 'visited', grid.town);
			return {
				// as in a town's wave they stand in no order
				id: ((done + n) * 7_368_787) % 2 ** 40,
				waveId,
				answers,
				seconds: random.whole(60, 420),
				gridId: grid.id,
				enumeratorId: random.one(cast.neighbours).accountId,
				baseWeight: random.between(0.5, 2),
				setAside: random.happens(0.005),
				...traitsOf(content, answers)
			};
		});
		await db.insert(responses).values(rows);
	}
}

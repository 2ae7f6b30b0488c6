import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { questionnaireProblems, type Questionnaire } from '../../surveys/questions';
import { standardQuestionnaire } from '../../surveys/standard';
import { record } from '../audit/record';
import type { Db } from '../db';
import { listGrids } from '../places/queries';
import { Refusal } from '../refusal';
import { assertRuns } from './access';
import { questionnaires } from './schema';

export type StoredQuestionnaire = typeof questionnaires.$inferSelect;

/** All versions, the newest first of each family. */
export const listQuestionnaires = (db: Db): Promise<StoredQuestionnaire[]> =>
	db
		.select()
		.from(questionnaires)
		.orderBy(asc(questionnaires.family), desc(questionnaires.version));

/** @throws Refusal('missing') */
export async function getQuestionnaire(db: Db, id: number): Promise<StoredQuestionnaire> {
	const [row] = await db.select().from(questionnaires).where(eq(questionnaires.id, id));
	if (!row) throw new Refusal('missing', '没有这份问卷');
	return row;
}

export async function townsOf(db: Db): Promise<string[]> {
	const grids = await listGrids(db);
	return [...new Set(grids.filter(({ active }) => active).map(({ town }) => town))].sort((a, b) =>
		a.localeCompare(b, 'zh-CN')
	);
}

/** The standard questionnaire, or an empty one. @returns its id */
export async function addQuestionnaire(
	db: Db,
	actor: Actor,
	input: { title: string; standard: boolean },
	at: number
): Promise<number> {
	assertRuns(actor);
	const content: Questionnaire = input.standard
		? { ...standardQuestionnaire(await townsOf(db)), title: input.title }
		: { title: input.title, intro: '', questions: [] };
	return db.transaction(async (tx) => {
		const all = await listQuestionnaires(tx);
		const family = `q${new Set(all.map((one) => one.family)).size + 1}`;
		const [row] = await tx
			.insert(questionnaires)
			.values({ family, version: 1, content })
			.returning({ id: questionnaires.id });
		await record(tx, actor, 'add_questionnaire', `questionnaire:${row!.id}`, at, { family });
		return row!.id;
	});
}

/**
 * Changes a draft by `how`. One that a wave was published with never changes: the next version of it is
 * made and changed. @returns the id of what now holds the change
 */
export async function changeQuestionnaire(
	db: Db,
	actor: Actor,
	id: number,
	how: (content: Questionnaire) => Questionnaire,
	at: number
): Promise<number> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const stored = await getQuestionnaire(tx, id);
		const content = how(stored.content);
		if (stored.frozenAt === null) {
			await tx
				.update(questionnaires)
				.set({ content })
				.where(and(eq(questionnaires.id, id), isNull(questionnaires.frozenAt)));
			await record(tx, actor, 'change_questionnaire', `questionnaire:${id}`, at);
			return id;
		}
		const family = (await listQuestionnaires(tx)).filter((one) => one.family === stored.family);
		const draft = family.find(({ frozenAt }) => frozenAt === null);
		if (draft) {
			throw new Refusal(
				'conflict',
				`这一版已经用过，不能再改；请改还没有用过的第 ${draft.version} 版`
			);
		}
		const version = family[0]!.version + 1;
		const [row] = await tx
			.insert(questionnaires)
			.values({ family: stored.family, version, content })
			.returning({ id: questionnaires.id });
		await record(tx, actor, 'change_questionnaire', `questionnaire:${row!.id}`, at, { version });
		return row!.id;
	});
}

/** @throws Refusal('invalid') for one that nobody could answer */
export function assertUsable(content: Questionnaire): void {
	const [problem, ...more] = questionnaireProblems(content);
	if (problem === undefined) return;
	const others = more.length > 0 ? `（另有 ${more.length} 处）` : '';
	throw new Refusal('invalid', `问卷还不能用。${problem}${others}`);
}

import { groupQuestions, type Question, type Questionnaire } from './questions';
import standard from './standard-questionnaire.json';

/** The standard questionnaire, in which residents choose among the `towns` of this county. */
export function standardQuestionnaire(towns: readonly string[]): Questionnaire {
	const { questions, ...words } = standard as Questionnaire;
	const asked = questions.flatMap((question): Question[] => {
		if (question.id !== groupQuestions.town) return [question];
		if (towns.length < 2) return [];
		const options = [
			...towns.map((label) => ({ label })),
			{ label: '不愿回答', unsure: true, unread: true }
		];
		return [{ ...question, options }];
	});
	return { ...words, questions: asked };
}

import type { Answers } from './answers';
import { groupQuestions, optionsOf, type GroupTrait, type Questionnaire } from './questions';

export type Traits = Record<GroupTrait, string | null>;

/** What someone said of age, sex and town; null where they would rather not, or were not asked. */
export function traitsOf({ questions }: Questionnaire, answers: Answers): Traits {
	const of = (trait: GroupTrait): string | null => {
		const question = questions.find(({ id }) => id === groupQuestions[trait]);
		const answer = question && answers[question.id];
		if (!question || typeof answer !== 'number') return null;
		const option = optionsOf(question)[answer];
		return option && !option.unsure ? option.label : null;
	};
	return { age: of('age'), sex: of('sex'), town: of('town') };
}

import type { Answers } from './answers';
import {
	enumeratorsOutOfLine,
	isFast,
	longestRun,
	median,
	runWorthALook,
	scalesWorthALook,
	variability,
	type Flag
} from './estimate/flags';
import { optionsOf, type Questionnaire } from './questions';

export type Reviewed = {
	answers: Answers;
	seconds: number | null;
	enumeratorId: number | null;
	late: boolean;
};

/** What of an answer is looked at beside the others; the answers themselves are too many to hold. */
export type Noted = Pick<Reviewed, 'seconds' | 'enumeratorId' | 'late'> & {
	same: boolean;
	flat: boolean;
	/** What another answer would have to be to be word for word this one; null for a short one. */
	twin: string | null;
	/** Whether it has the best to say to the first question of satisfaction. */
	pleased: boolean;
};

export function noteOf(questionnaire: Questionnaire, reviewed: Reviewed): Noted {
	const { answers, seconds, enumeratorId, late } = reviewed;
	const { scales, all } = seriesOf(questionnaire, answers);
	const first = questionnaire.questions.find(
		({ kind, topic }) => kind === 'scale' && topic === 'satisfaction'
	);
	return {
		seconds,
		enumeratorId,
		late,
		same: longestRun(all) >= runWorthALook,
		flat: scales.length >= scalesWorthALook && variability(scales) === 0,
		twin: twinOf(answers),
		pleased: first !== undefined && answers[first.id] === 0
	};
}

/** What a reviewer should look at twice, for each answer; nothing is dropped for it. */
export function flagsOf(noted: readonly Noted[]): Flag[][] {
	const usual = median(secondsOf(noted));
	const out = new Set(enumeratorsOutOfLine(workOf(noted)).map((name) => Number(name)));
	const seen = new Map<string, number>();
	for (const { twin } of noted) if (twin) seen.set(twin, (seen.get(twin) ?? 0) + 1);
	return noted.map(({ seconds, same, flat, twin, enumeratorId, late }) => {
		const flags: Flag[] = [];
		if (seconds !== null && usual !== null && isFast(seconds, usual)) flags.push('fast');
		if (same) flags.push('same');
		if (flat) flags.push('flat');
		if (twin && seen.get(twin)! > 1) flags.push('repeat');
		if (enumeratorId !== null && out.has(enumeratorId)) flags.push('enumerator');
		if (late) flags.push('late');
		return flags;
	});
}

const secondsOf = (noted: readonly Noted[]): number[] =>
	noted.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));

// an answer of some length that is word for word another one
function twinOf(answers: Answers): string | null {
	const text = Object.values(answers).find((answer) => typeof answer === 'string');
	return typeof text === 'string' && text.length >= 12 ? JSON.stringify(answers) : null;
}

function seriesOf({ questions }: Questionnaire, answers: Answers) {
	const all: number[] = [];
	const scales: number[] = [];
	for (const question of questions) {
		if (question.topic === 'demographic') continue;
		const answer = answers[question.id];
		const isScale = question.kind === 'scale' || question.kind === 'matrix';
		for (const one of Array.isArray(answer) && question.kind === 'matrix' ? answer : [answer]) {
			if (typeof one !== 'number') continue;
			all.push(one);
			if (isScale && !optionsOf(question)[one]?.unsure) scales.push(one);
		}
	}
	return { all, scales };
}

function workOf(noted: readonly Noted[]) {
	const by = new Map<number, Noted[]>();
	for (const one of noted) {
		if (one.enumeratorId === null) continue;
		const theirs = by.get(one.enumeratorId);
		if (theirs) theirs.push(one);
		else by.set(one.enumeratorId, [one]);
	}
	return [...by].map(([id, theirs]) => ({
		enumerator: String(id),
		seconds: median(secondsOf(theirs)) ?? 0,
		yes: theirs.filter(({ pleased }) => pleased).length,
		n: theirs.length
	}));
}

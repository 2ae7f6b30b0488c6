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
	deviceMark: string | null;
	enumeratorId: number | null;
	late: boolean;
};

/** What a reviewer should look at twice, for each answer; nothing is dropped for it. */
export function flagsOf(questionnaire: Questionnaire, rows: readonly Reviewed[]): Flag[][] {
	const times = rows.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
	const usual = median(times);
	const out = new Set(
		enumeratorsOutOfLine(workOf(questionnaire, rows)).map((name) => Number(name))
	);
	const seen = new Map<string, number>();
	for (const row of rows) {
		const twin = twinOf(row);
		if (twin) seen.set(twin, (seen.get(twin) ?? 0) + 1);
	}
	return rows.map((row) => {
		const { scales, all } = seriesOf(questionnaire, row.answers);
		const flags: Flag[] = [];
		if (row.seconds !== null && usual !== null && isFast(row.seconds, usual)) flags.push('fast');
		if (longestRun(all) >= runWorthALook) flags.push('same');
		if (scales.length >= scalesWorthALook && variability(scales) === 0) flags.push('flat');
		if ((seen.get(twinOf(row) ?? '') ?? 0) > 1) flags.push('repeat');
		if (row.enumeratorId !== null && out.has(row.enumeratorId)) flags.push('enumerator');
		if (row.late) flags.push('late');
		return flags;
	});
}

// an answer of some length that is word for word another one
function twinOf({ answers }: Reviewed): string | null {
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

function workOf({ questions }: Questionnaire, rows: readonly Reviewed[]) {
	const first = questions.find(({ kind, topic }) => kind === 'scale' && topic === 'satisfaction');
	const by = new Map<number, Reviewed[]>();
	for (const row of rows) {
		if (row.enumeratorId === null) continue;
		by.set(row.enumeratorId, [...(by.get(row.enumeratorId) ?? []), row]);
	}
	return [...by].map(([id, theirs]) => ({
		enumerator: String(id),
		seconds: median(theirs.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]))) ?? 0,
		yes: theirs.filter(({ answers }) => first && answers[first.id] === 0).length,
		n: theirs.length
	}));
}

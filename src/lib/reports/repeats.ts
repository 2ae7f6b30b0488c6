import { dayMs } from '../time/shanghai';
import { states, type State } from './workflow';

/** 反复: how near and how soon after the last was done with the same trouble is back. */
export const repeat = { metres: 30, days: 30 } as const;

/** '30 天内第 2 次'. */
export const timesWords = (times: number): string => `${repeat.days} 天内第 ${times} 次`;

/** Ended without having been dealt with: what comes after is no repeat of it. */
const undone: readonly State[] = ['rejected', 'merged', 'voided'];

/** The states of a case that was dealt with: what is there again afterwards came back. */
export const finishedStates = (Object.keys(states) as State[]).filter(
	(state) => states[state].over && !undone.includes(state)
);

type Case = {
	id: number;
	category: string;
	kind: 'issue' | 'conduct' | 'praise';
	submittedAt: number;
};
type Earlier = Case & { state: State; stateSince: number };

/** Whether `later`, so many metres away, is the same trouble back again. */
export const isRepeat = (later: Case, earlier: Earlier, metres: number): boolean =>
	later.kind !== 'praise' &&
	earlier.id !== later.id &&
	earlier.category === later.category &&
	finishedStates.includes(earlier.state) &&
	metres <= repeat.metres &&
	earlier.stateSince <= later.submittedAt &&
	earlier.stateSince >= later.submittedAt - repeat.days * dayMs;

import { dayMs } from '../time/shanghai';

/** How long what was written without a network may be underway and still count from when it was written. */
export const longestUnderway = dayMs;

/** Which of the two moments decides. */
export type Counted = 'written' | 'received';

/**
 * The moment that decides whether a step was in time: when it was written, if that can be true: not
 * in the future, not before the case was there to be worked on (`since`), not longer ago than a day.
 */
export function decidingMoment(
	written: number,
	{ since, received }: { since: number; received: number }
): { at: number; by: Counted } {
	const plausible =
		written <= received && written >= since && written >= received - longestUnderway;
	return plausible ? { at: written, by: 'written' } : { at: received, by: 'received' };
}

/** What an event remembers of a step that was written before it came here. */
export type WrittenFacts = { writtenAt: number; receivedAt: number; countedBy: Counted };

export function writtenFacts(
	facts: Readonly<Record<string, unknown>> | null | undefined
): WrittenFacts | null {
	const { writtenAt, receivedAt, countedBy } = facts ?? {};
	if (typeof writtenAt !== 'number' || typeof receivedAt !== 'number') return null;
	return { writtenAt, receivedAt, countedBy: countedBy === 'written' ? 'written' : 'received' };
}

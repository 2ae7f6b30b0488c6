import { addDays, dayOf, formatDay } from '../time/shanghai';

export type Day<Letter> = { day: string; label: string; letters: Letter[] };

/**
 * Letters under the day on which they came, in the order in which they are given; each day once, also
 * where a letter was written down after one that is later.
 */
export function byDay<Letter extends { at: number }>(
	letters: readonly Letter[],
	now: number
): Day<Letter>[] {
	const days = new Map<string, Day<Letter>>();
	for (const letter of letters) {
		const day = dayOf(letter.at);
		const there = days.get(day);
		if (there) there.letters.push(letter);
		else days.set(day, { day, label: dayLabel(day, now), letters: [letter] });
	}
	return [...days.values()];
}

function dayLabel(day: string, now: number): string {
	const today = dayOf(now);
	if (day === today) return '今天';
	return day === addDays(today, -1) ? '昨天' : formatDay(day, now);
}

import { addDays, dayOf, formatDay } from '../time/shanghai';

export type Day<Letter> = { day: string; label: string; letters: Letter[] };

/** Letters under the day on which they came, in the order in which they are given. */
export function byDay<Letter extends { at: number }>(
	letters: readonly Letter[],
	now: number
): Day<Letter>[] {
	const days: Day<Letter>[] = [];
	for (const letter of letters) {
		const day = dayOf(letter.at);
		const last = days.at(-1);
		if (last?.day === day) last.letters.push(letter);
		else days.push({ day, label: dayLabel(day, now), letters: [letter] });
	}
	return days;
}

function dayLabel(day: string, now: number): string {
	const today = dayOf(now);
	if (day === today) return '今天';
	return day === addDays(today, -1) ? '昨天' : formatDay(day, now);
}

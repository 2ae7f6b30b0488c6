import { db, now } from '$lib/server/app';
import { shiftFigures, type ShiftFigures } from '$lib/server/volunteering/figures';
import { dayOf } from '$lib/time/shanghai';

let kept: { day: string; figures: Promise<ShiftFigures> } | undefined;

/** They end with yesterday, so once a day is enough, however many ask. */
export function todaysFigures(): Promise<ShiftFigures> {
	const day = dayOf(now());
	if (kept?.day === day) return kept.figures;
	const figures = shiftFigures(db, day);
	kept = { day, figures };
	// who comes next asks again
	figures.catch(() => (kept = undefined));
	return figures;
}

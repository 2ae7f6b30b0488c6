import type { Standing } from './policy';
import { states } from './workflow';

/** How many photos one person may add with 我也看到, and how many a report takes of them in all. */
export const photosEach = 2;
export const photosInAll = 20;

/** What a visitor is to the report besides, as far as 我也看到 asks. */
export type SupportTies = {
	reporter: boolean;
	/** Reported the same trouble, and that report was merged into this one. */
	merged: boolean;
	joined: boolean;
};

/**
 * Where a visitor stands with 我也看到: `open` may join, `joined` may take it back, `own` and `merged`
 * count as reporters already, for `over` it is too late, `hidden` is not public.
 */
export type SupportStanding = 'open' | 'joined' | 'merged' | 'own' | 'over' | 'hidden';

export function supportStanding(
	report: Pick<Standing, 'state' | 'releasedAt'>,
	ties: SupportTies
): SupportStanding {
	if (ties.reporter) return 'own';
	if (ties.merged) return 'merged';
	if (ties.joined) return 'joined';
	if (report.releasedAt === null) return 'hidden';
	return states[report.state].over ? 'over' : 'open';
}

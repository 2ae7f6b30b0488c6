import { isMinor, type AgeBand } from './posts';
import { opensAt, type Rules, type ShiftTimes } from './sign-up';

type Shift = ShiftTimes & { calledOffAt: number | null };
type Known = { ageBand: AgeBand; consentAt: number | null; trainedAt: number | null };

/** What a visitor who is not on a shift can do about it, or why nothing. */
export type Step =
	'called_off' | 'over' | 'begun' | 'not_open' | 'sign_in' | 'staff' | 'join' | 'learn' | 'sign_up';

export function stepFor(
	shift: Shift,
	visitor: { signedIn: boolean; mayVolunteer: boolean; volunteer: Known | undefined },
	rules: Rules,
	at: number
): Step {
	const { signedIn, mayVolunteer, volunteer } = visitor;
	const steps: [Step, () => boolean][] = [
		['called_off', () => shift.calledOffAt !== null],
		['over', () => at >= shift.endsAt],
		['begun', () => at >= shift.startsAt],
		['not_open', () => at < opensAt(shift, rules)],
		['sign_in', () => !signedIn],
		['staff', () => !mayVolunteer],
		['join', () => volunteer === undefined],
		['learn', () => volunteer !== undefined && !isReady(volunteer)]
	];
	return steps.find(([, applies]) => applies())?.[0] ?? 'sign_up';
}

/** Nothing is left to do before the first shift. */
export const isReady = ({ ageBand, consentAt, trainedAt }: Known): boolean =>
	trainedAt !== null && (consentAt !== null || !isMinor(ageBand));

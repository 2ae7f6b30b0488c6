import { hourMs } from '../time/shanghai';

/** What a visitor can do on the page where one checks in, or why nothing. */
export type CheckInStep = 'called_off' | 'sign_in' | 'staff' | 'lead' | 'join' | 'here';

export function checkInStep(
	shift: { calledOff: boolean },
	visitor: { signedIn: boolean; mayVolunteer: boolean; isLead: boolean; isVolunteer: boolean }
): CheckInStep {
	const steps: [CheckInStep, boolean][] = [
		['called_off', shift.calledOff],
		['sign_in', !visitor.signedIn],
		['lead', visitor.isLead],
		['staff', !visitor.mayVolunteer],
		['join', !visitor.isVolunteer]
	];
	return steps.find(([, applies]) => applies)?.[0] ?? 'here';
}

const before = 12 * hourMs;
const after = 2 * hourMs;

/** Whether a shift is so near that its page on site is of use. */
export const isNear = ({ startsAt, endsAt }: { startsAt: number; endsAt: number }, at: number) =>
	at > startsAt - before && at < endsAt + after;

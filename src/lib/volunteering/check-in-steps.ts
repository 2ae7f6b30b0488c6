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

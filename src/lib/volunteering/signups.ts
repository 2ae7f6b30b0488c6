export { signupLabels } from './signup-labels';

type Step = {
	to: string;
	/** `system` acts when a time has come or the shift is called off. */
	by: readonly ('volunteer' | 'lead' | 'office' | 'system')[];
};

/** What may happen to a sign-up: state → action → what follows. */
export const workflow = {
	confirmed: {
		cancel: { to: 'cancelled', by: ['volunteer'] },
		cancel_late: { to: 'late_cancelled', by: ['volunteer'] },
		call_off: { to: 'cancelled', by: ['system'] },
		check_in: { to: 'checked_in', by: ['volunteer', 'lead'] },
		miss: { to: 'no_show', by: ['lead', 'system'] }
	},
	waitlisted: {
		cancel: { to: 'cancelled', by: ['volunteer'] },
		call_off: { to: 'cancelled', by: ['system'] },
		offer: { to: 'offered', by: ['system'] },
		ask: { to: 'asking', by: ['volunteer'] },
		admit: { to: 'confirmed', by: ['lead'] },
		lapse: { to: 'cancelled', by: ['system'] }
	},
	offered: {
		accept: { to: 'confirmed', by: ['volunteer'] },
		cancel: { to: 'cancelled', by: ['volunteer'] },
		call_off: { to: 'cancelled', by: ['system'] },
		ask: { to: 'asking', by: ['volunteer'] },
		admit: { to: 'confirmed', by: ['lead'] },
		lapse: { to: 'cancelled', by: ['system'] }
	},
	/** Came without having a place, and waits for the lead; admitted, one has come when one asked. */
	asking: {
		admit: { to: 'confirmed', by: ['lead'] },
		turn_away: { to: 'cancelled', by: ['lead'] },
		call_off: { to: 'cancelled', by: ['system'] },
		cancel: { to: 'cancelled', by: ['volunteer'] },
		lapse: { to: 'cancelled', by: ['system'] }
	},
	checked_in: {
		complete: { to: 'completed', by: ['volunteer', 'lead', 'system'] },
		leave_early: { to: 'left_early', by: ['volunteer', 'lead'] },
		// the number was passed on to someone who is elsewhere
		not_here: { to: 'no_show', by: ['lead'] },
		call_off: { to: 'cancelled', by: ['system'] }
	},
	// whoever comes late has come
	no_show: { check_in: { to: 'checked_in', by: ['volunteer', 'lead'] } },
	completed: {},
	left_early: {},
	cancelled: {},
	late_cancelled: {}
} as const satisfies Record<string, Record<string, Step>>;

export type SignupState = keyof typeof workflow;
export type SignupAction = { [S in SignupState]: keyof (typeof workflow)[S] }[SignupState] & string;
export const signupStates = Object.keys(workflow) as [SignupState, ...SignupState[]];

/** The state that `action` leads to from `state`; undefined where it cannot be taken. */
export function next(state: SignupState, action: SignupAction): SignupState | undefined {
	return (workflow[state] as Partial<Record<SignupAction, { to: SignupState }>>)[action]?.to;
}

const over: readonly SignupState[] = ['cancelled', 'late_cancelled'];
const waiting: readonly SignupState[] = ['waitlisted', 'asking'];

/** One person has at most one of these on a shift. */
export const activeStates = signupStates.filter((state) => !over.includes(state));
/** Each of these takes one of the places. */
export const holdingStates = activeStates.filter(
	(state) => !waiting.includes(state) && state !== 'no_show'
);
/** Whoever is in one of these is expected, or is there. */
export const engagedStates = holdingStates.filter(
	(state) => state !== 'completed' && state !== 'left_early'
);

/** Whether the place or the turn can still be given back. */
export const canCancel = (state: SignupState): boolean => next(state, 'cancel') !== undefined;

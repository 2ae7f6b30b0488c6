import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskQueue, deskQueueNames, queueOf } from '$lib/reports/queues';
import { mayTake, type Standing } from '$lib/reports/policy';
import {
	actionFacts,
	actionNames,
	destination,
	openStates,
	stateNames,
	states,
	statesInQueue,
	steps,
	type Action,
	type ActionFacts,
	type Party,
	type State
} from '$lib/reports/workflow';
import { guest, roleNames, type Actor } from '$lib/accounts/roles';

type Row = {
	from: State[];
	to: State | 'same';
	by: Party[];
	needs?: ActionFacts['needs'];
	kinds?: ActionFacts['kinds'];
};

const open: State[] = [
	'submitted',
	'verifying',
	'filed',
	'dispatched',
	'returned',
	'processing',
	'suspended',
	'rework',
	'awaiting_check'
];

/** A report's journey as the office wrote it down, written here a second time. */
const journey: Record<Action, Row> = {
	accept: { from: ['submitted'], to: 'filed', by: ['moderator'], kinds: ['issue'] },
	note: { from: ['submitted'], to: 'noted', by: ['moderator'], kinds: ['conduct', 'praise'] },
	ask_verify: { from: ['submitted'], to: 'verifying', by: ['moderator'] },
	verified: { from: ['verifying'], to: 'submitted', by: ['checker'], needs: ['finding'] },
	reject: { from: ['submitted'], to: 'rejected', by: ['moderator'], needs: ['reason'] },
	appeal_rejection: { from: ['rejected'], to: 'submitted', by: ['reporter'], needs: ['reason'] },
	merge: { from: ['submitted', 'filed'], to: 'merged', by: ['moderator'], needs: ['target'] },
	dispatch: {
		from: ['filed', 'returned'],
		to: 'dispatched',
		by: ['moderator'],
		needs: ['unit'],
		kinds: ['issue']
	},
	assist: {
		from: ['dispatched', 'processing', 'suspended', 'rework', 'awaiting_check'],
		to: 'same',
		by: ['moderator'],
		kinds: ['issue']
	},
	assist_note: {
		from: ['dispatched', 'processing', 'suspended', 'rework', 'awaiting_check'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason']
	},
	acknowledge: { from: ['dispatched'], to: 'processing', by: ['unit_handler'] },
	return: {
		from: ['dispatched', 'processing', 'rework'],
		to: 'returned',
		by: ['unit_handler'],
		needs: ['reason']
	},
	ask_extension: {
		from: ['processing', 'rework'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason', 'expected']
	},
	extend: { from: ['processing', 'rework'], to: 'same', by: ['supervisor'], needs: ['reason'] },
	refuse_extension: {
		from: ['processing', 'rework'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason']
	},
	ask_suspension: {
		from: ['processing', 'rework'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason', 'expected']
	},
	suspend: {
		from: ['processing', 'rework'],
		to: 'suspended',
		by: ['supervisor'],
		needs: ['reason', 'expected']
	},
	refuse_suspension: {
		from: ['processing', 'rework'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason']
	},
	resume: { from: ['suspended'], to: 'processing', by: ['unit_handler', 'supervisor'] },
	feedback: {
		from: ['processing', 'rework'],
		to: 'awaiting_check',
		by: ['unit_handler'],
		needs: ['photo']
	},
	pass: { from: ['awaiting_check'], to: 'closed', by: ['checker'] },
	fail: { from: ['awaiting_check'], to: 'rework', by: ['checker'], needs: ['reason', 'photo'] },
	second_look: { from: ['closed'], to: 'same', by: ['checker'], needs: ['finding'] },
	hand_over: {
		from: ['dispatched', 'processing', 'suspended', 'rework'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['colleague']
	},
	mend: { from: open, to: 'same', by: ['reporter'] },
	rate: { from: ['closed'], to: 'same', by: ['reporter', 'follower'], needs: ['score'] },
	reopen: { from: ['closed'], to: 'rework', by: ['moderator'], needs: ['reason'] },
	urge: { from: open, to: 'same', by: ['moderator', 'supervisor'] },
	supervise: { from: open, to: 'same', by: ['supervisor'], needs: ['reason'] },
	supervise_listed: {
		from: open,
		to: 'same',
		by: ['supervisor'],
		needs: ['reason', 'expected']
	},
	lift_supervision: { from: open, to: 'same', by: ['supervisor'], needs: ['reason'] },
	appeal: { from: ['closed'], to: 'same', by: ['unit_handler'], needs: ['reason'] },
	grant_appeal: { from: ['closed'], to: 'same', by: ['supervisor'], needs: ['reason'] },
	refuse_appeal: { from: ['closed'], to: 'same', by: ['supervisor'], needs: ['reason'] },
	void: {
		from: [...open, 'noted', 'rejected', 'merged', 'closed'],
		to: 'voided',
		by: ['system_admin'],
		needs: ['reason']
	}
};

const times: Partial<Record<Action, number>> = { appeal_rejection: 1, reopen: 1, appeal: 2 };

describe('the workflow table', () => {
	it('has exactly the actions of the journey', () => {
		expect([...actionNames].sort()).toEqual(Object.keys(journey).sort());
	});

	it.each(actionNames)('has %s as the journey has it', (action) => {
		const { from, to, by, needs, kinds, times: most } = actionFacts(action);
		expect({ from: [...from].sort(), to, by: [...by].sort(), needs, kinds, times: most }).toEqual({
			from: [...journey[action].from].sort(),
			to: journey[action].to,
			by: [...journey[action].by].sort(),
			needs: journey[action].needs,
			kinds: journey[action].kinds,
			times: times[action]
		});
	});

	it.each(stateNames.flatMap((state) => actionNames.map((action) => [state, action] as const)))(
		'from %s by %s leads where the journey says, or nowhere',
		(state, action) => {
			const { from, to } = journey[action];
			const expected = !from.includes(state) ? undefined : to === 'same' ? state : to;
			expect(destination(state, action)).toBe(expected);
		}
	);

	it('gives each action a label of its own', () => {
		const labels = actionNames.map((action) => actionFacts(action).label);
		expect(labels.every((label) => label.length > 0)).toBe(true);
		expect(new Set(labels).size).toBe(labels.length);
	});

	it('keeps from the public what is asked and refused inside the house', () => {
		const inside = actionNames.filter((action) => actionFacts(action).public === undefined);
		expect(inside.sort()).toEqual(
			[
				'appeal',
				'grant_appeal',
				'lift_supervision',
				'refuse_appeal',
				'ask_extension',
				'ask_suspension',
				'assist_note',
				'hand_over',
				'mend',
				'rate',
				'refuse_extension',
				'refuse_suspension',
				'second_look',
				'urge',
				'void'
			].sort()
		);
	});
});

describe('the states', () => {
	it('can all be reached from 待受理', () => {
		const reached = new Set<State>(['submitted']);
		for (let before = 0; before < reached.size;) {
			before = reached.size;
			for (const state of [...reached]) {
				for (const action of actionNames) reached.add(destination(state, action) ?? state);
			}
		}
		expect([...reached].sort()).toEqual([...stateNames].sort());
	});

	it('are open or over, as the journey says', () => {
		expect([...openStates].sort()).toEqual([...open].sort());
	});

	it.each(open)(
		'%s has a way on other than 作废, taken by whoever has it in the queue',
		(state) => {
			const owners: Record<string, Party[]> = {
				moderator: ['moderator'],
				unit: ['unit_handler'],
				checker: ['checker']
			};
			const { queue } = states[state];
			const onward = actionNames.filter(
				(action) =>
					action !== 'void' &&
					(destination(state, action) ?? state) !== state &&
					actionFacts(action).by.some((party) => owners[queue]?.includes(party))
			);
			expect(onward).not.toEqual([]);
		}
	);

	it('stand in one queue each, those that are over in the archive', () => {
		const queues = ['moderator', 'unit', 'checker', 'supervisor', 'archive'] as const;
		expect(queues.flatMap(statesInQueue).sort()).toEqual([...stateNames].sort());
		expect(statesInQueue('archive').sort()).toEqual(
			stateNames.filter((state) => states[state].over).sort()
		);
	});

	it.each(stateNames)('%s stands in a tab of the desk that shows it', (state) => {
		expect(deskQueue(queueOf(state).name).states).toContain(state);
	});

	it('that are open stand in one tab of the desk each', () => {
		for (const state of open) {
			const tabs = deskQueueNames.filter((name) => deskQueue(name).states.includes(state));
			expect(tabs, state).toHaveLength(1);
		}
	});

	it.each([
		['submitted', 'intake'],
		['verifying', 'verify'],
		['filed', 'dispatch'],
		['returned', 'dispatch'],
		['dispatched', 'handle'],
		['processing', 'handle'],
		['rework', 'handle'],
		['awaiting_check', 'check'],
		['suspended', null]
	] as const)('%s runs the clock %s', (state, clock) => {
		expect(states[state].clock).toBe(clock);
	});

	it('that are over run no clock', () => {
		const over = stateNames.filter((state) => states[state].over);
		expect(over.map((state) => states[state].clock)).toEqual(over.map(() => null));
	});

	it('show the public six steps, and 结案 for nothing but what is closed', () => {
		expect(steps).toEqual(['上报', '受理', '派遣', '处置', '核查', '结案']);
		expect(stateNames.filter((state) => states[state].step === 5)).toEqual(['closed']);
	});
});

describe('a report of conduct or praise', () => {
	const everyone: Actor[] = roleNames.map((role) => ({ ...guest, accountId: 1, role, unitId: 7 }));

	it.each(['conduct', 'praise'] as const)('of %s is never accepted or dispatched', (kind) => {
		for (const actor of everyone) {
			for (const state of stateNames) {
				const report = { state, kind, unitId: 7, releasedAt: null, overdue: false };
				const ties = { reporter: true, follower: true };
				expect(mayTake(actor, report, ties, 'dispatch'), `${actor.role} ${state}`).toBe(false);
				expect(mayTake(actor, report, ties, 'accept'), `${actor.role} ${state}`).toBe(false);
			}
		}
	});

	it.each(['conduct', 'praise'] as const)('of %s never gets to a unit', (kind) => {
		const reached = new Set<State>(['submitted']);
		for (let before = 0; before < reached.size;) {
			before = reached.size;
			for (const state of [...reached]) {
				for (const action of actionNames) {
					const report = { state, kind, unitId: 7, releasedAt: null, overdue: true };
					const ties = { reporter: true, follower: true };
					if (everyone.some((actor) => mayTake(actor, report, ties, action))) {
						reached.add(destination(state, action)!);
					}
				}
			}
		}
		expect([...reached].sort()).toEqual(
			['submitted', 'verifying', 'noted', 'rejected', 'merged', 'voided'].sort()
		);
	});
});

describe('any walk of permitted actions', () => {
	const actors: Actor[] = roleNames.flatMap((role) =>
		[null, 1, 2].map((unitId) => ({ ...guest, accountId: 1, role, unitId }))
	);
	const moves = actors.flatMap((actor) =>
		[true, false].flatMap((reporter) =>
			[true, false].flatMap((follower) =>
				actionNames.map((action) => ({ actor, ties: { reporter, follower }, action }))
			)
		)
	);
	const walks = fc.array(fc.record({ choice: fc.nat(), overdue: fc.boolean() }), {
		minLength: 20,
		maxLength: 40
	});

	it('never leaves the journey', () => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(walks, fc.constantFrom('issue' as const, 'conduct' as const), (walk, kind) => {
				let state: State = 'submitted';
				for (const { choice, overdue } of walk) {
					const report: Standing = { state, kind, unitId: 1, releasedAt: null, overdue };
					const open = moves.filter(({ actor, ties, action }) =>
						mayTake(actor, report, ties, action)
					);
					// 作废 would end most walks at once
					const ways = [...new Set(open.map(({ action }) => action))].filter((to) => to !== 'void');
					const way = ways[choice % ways.length];
					const move = open.filter(({ action }) => action === way)[choice % 7];
					if (!move) continue;
					const { actor, ties, action } = move;
					const row = journey[action];
					const parties: Party[] = [
						actor.role as Party,
						...(ties.reporter ? (['reporter'] as const) : []),
						...(ties.follower ? (['follower'] as const) : [])
					];
					expect(row.from, action).toContain(state);
					expect(
						row.by.some((party) => parties.includes(party)),
						action
					).toBe(true);
					const asUnit = actor.role === 'unit_handler' && row.by.includes('unit_handler');
					if (asUnit) expect(actor.unitId, action).toBe(1);
					if (['pass', 'fail'].includes(action)) expect(actor.unitId, action).not.toBe(1);
					seen.add(`${state} ${action}`);
					state = row.to === 'same' ? state : row.to;
					expect(destination(report.state, action)).toBe(state);
				}
			}),
			{ numRuns: 60, seed: 2026 }
		);
		expect(seen.size).toBeGreaterThan(40);
	});

	it('ends at 作废', () => {
		const report = { kind: 'issue' as const, unitId: 1, releasedAt: null, overdue: true };
		const open = moves.filter(({ actor, ties, action }) =>
			mayTake(actor, { ...report, state: 'voided' }, ties, action)
		);
		expect(open).toEqual([]);
	});
});

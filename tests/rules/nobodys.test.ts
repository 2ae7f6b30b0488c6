import { describe, expect, it } from 'vitest';
import { mayOpen, type Room } from '$lib/accounts/policy';
import { guest, roles, type Role } from '$lib/accounts/roles';
import { whoMustKnow } from '$lib/reports/due-notices';
import { deskQueue, deskQueueNames } from '$lib/reports/queues';
import {
	actionFacts,
	actionNames,
	destination,
	openStates,
	states,
	type Queue
} from '$lib/reports/workflow';

/** Who has each queue before them, and on which screen. */
const owners: Partial<Record<Queue, { role: Role; screen: Room }>> = {
	moderator: { role: 'moderator', screen: '/admin' },
	unit: { role: 'unit_handler', screen: '/unit' },
	checker: { role: 'checker', screen: '/check' },
	supervisor: { role: 'supervisor', screen: '/admin' }
};

describe('nothing is nobody’s', () => {
	it('while there are open states to look at', () => {
		expect(openStates.length).toBeGreaterThan(8);
	});

	it.each(openStates)('%s has an owner who may enter the screen where it stands', (state) => {
		const owner = owners[states[state].queue];
		expect(owner, 'an owner').toBeDefined();
		const { role, screen } = owner!;
		expect(roles[role].home.startsWith(screen)).toBe(true);
		expect(mayOpen({ ...guest, accountId: 1, role }, screen)).toBe(true);
	});

	it.each(openStates)('%s has an owner who can take it further', (state) => {
		const { role } = owners[states[state].queue]!;
		const ways = actionNames.filter(
			(action) =>
				actionFacts(action).by.includes(role) &&
				![undefined, state].includes(destination(state, action))
		);
		expect(ways).not.toEqual([]);
	});

	it.each(openStates)('%s is counted in one tab of the desk, whosever it is', (state) => {
		const tabs = deskQueueNames.filter((name) => deskQueue(name).states.includes(state));
		expect(tabs).toHaveLength(1);
		expect(['clock', 'pressing']).toContain(deskQueue(tabs[0]!).list);
	});

	it.each(openStates)('%s has a clock of which its owner hears, or a reason for none', (state) => {
		const { clock, queue } = states[state];
		const reason = 'unclocked' in states[state] ? states[state].unclocked : undefined;
		expect(clock === null).toBe(reason !== undefined);
		if (clock === null) {
			expect(reason).toMatch(/提醒/);
			return;
		}
		expect(whoMustKnow(clock, 'soon')).toEqual([queue]);
		expect(whoMustKnow(clock, 'over')).toEqual([queue, 'supervisor']);
	});
});

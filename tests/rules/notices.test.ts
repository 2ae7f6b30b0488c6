import { describe, expect, it } from 'vitest';
import { notices, type NoticeFacts } from '$lib/reports/notices';
import { actionFacts, actionNames, states, type State } from '$lib/reports/workflow';

const facts: NoticeFacts = {
	code: '7K3F-9QXM',
	category: '暴露垃圾',
	place: '人民公园',
	unit: '环卫服务中心',
	reason: '理由在此。'
};
const all = Object.entries(notices).flatMap(([action, letters]) =>
	Object.entries(letters).map(([recipient, notice]) => ({ action, recipient, notice }))
);

describe('a notice', () => {
	it.each(all.map(({ action, recipient, notice }) => [action, recipient, notice] as const))(
		'on %s to %s has a title and names what it is about',
		(_, __, { title, body }) => {
			expect(title(facts)).toMatch(/^\S{2,20}$/);
			expect(body(facts)).toContain('暴露垃圾');
		}
	);

	it('without a known place leaves no empty brackets', () => {
		for (const { notice } of all) {
			expect(notice.body({ ...facts, place: '' })).not.toMatch(/（）|undefined|null/);
		}
	});

	it.each([
		'reject',
		'return',
		'fail',
		'reopen',
		'suspend',
		'extend',
		'void',
		'rate',
		'supervise'
	] as const)('on %s gives the reason', (action) => {
		const bodies = Object.values(notices[action] ?? {}).map(({ body }) => body(facts));
		expect(bodies.some((body) => body.includes('理由在此'))).toBe(true);
	});
});

describe('the steps of the journey', () => {
	const reach = (action: (typeof actionNames)[number]) => Object.keys(notices[action] ?? {});

	it('that the public sees are all told to the reporter, but the reporter’s own', () => {
		const untold = actionNames.filter(
			(action) =>
				actionFacts(action).public !== undefined &&
				!reach(action).includes('reporter') &&
				!(actionFacts(action).by as readonly string[]).includes('reporter')
		);
		// what the office does among itself, and what the unit says of its own duty
		expect(untold).toEqual(['verified', 'assist', 'return', 'supervise']);
	});

	it('that hand a report over are told to whoever has it now', () => {
		const owner = { moderator: 'moderator', unit: 'unit', checker: 'checker' } as const;
		const handed = actionNames.flatMap((action) => {
			const { from, to } = actionFacts(action);
			if (to === 'same') return [];
			const queue = states[to].queue;
			const moved = from.some((state: State) => states[state].queue !== queue);
			return moved && queue in owner ? [[action, queue] as const] : [];
		});
		expect(handed.length).toBeGreaterThan(7);
		for (const [action, queue] of handed) expect(reach(action), action).toContain(queue);
	});

	it('that the unit asks of the supervisor reach the supervisor', () => {
		for (const action of ['ask_extension', 'ask_suspension', 'appeal'] as const) {
			expect(reach(action), action).toEqual(['supervisor']);
		}
	});
});

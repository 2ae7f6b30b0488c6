import { describe, expect, it } from 'vitest';
import {
	categories,
	categoryLabel,
	findCategory,
	groupLabel,
	groups,
	isGroup
} from '$lib/reports/categories';
import { limitMs, limitTypes } from '$lib/reports/deadlines';
import { hourMs } from '$lib/time/shanghai';

const of = (kind: string) => categories.filter((category) => category.kind === kind);

describe('the catalogue', () => {
	it('names each category once, in a group that there is', () => {
		expect(new Set(categories.map(({ id }) => id)).size).toBe(categories.length);
		for (const { id, group, label } of categories) {
			expect(isGroup(group), id).toBe(true);
			expect(id.startsWith(`${group}.`), id).toBe(true);
			expect(label, id).not.toBe('');
		}
	});

	it('has something in every group', () => {
		for (const { id, label } of groups) {
			expect(
				categories.some(({ group }) => group === id),
				id
			).toBe(true);
			expect(groupLabel(id)).toBe(label);
		}
	});

	it('knows three kinds', () => {
		const [issue, conduct, praise] = [of('issue'), of('conduct'), of('praise')];
		expect(issue.length + conduct.length + praise.length).toBe(categories.length);
		expect(Math.min(issue.length, conduct.length, praise.length)).toBeGreaterThan(0);
	});

	it('gives every issue a limit for its handling, and an urgent one a short one', () => {
		for (const { id, limit, urgent } of of('issue')) {
			expect(limit !== null && limitTypes.includes(limit.type) && limit.value > 0, id).toBe(true);
			if (urgent) expect(limitMs(limit!), id).toBeLessThanOrEqual(24 * hourMs);
		}
	});

	it('gives conduct and praise no limit, for nobody is sent', () => {
		expect([...of('conduct'), ...of('praise')].filter(({ limit }) => limit !== null)).toEqual([]);
	});

	it('asks for a photo of all but praise and suggestions', () => {
		const without = categories.filter(({ photoNeeded }) => !photoNeeded);
		expect(without).toEqual(of('praise'));
	});

	it('warns of people on photos of conduct', () => {
		expect(of('conduct').filter(({ people }) => !people)).toEqual([]);
	});
});

describe('a category', () => {
	it('is found by its id', () => {
		expect(findCategory('sanitation.exposed_garbage')).toMatchObject({
			group: 'sanitation',
			kind: 'issue',
			limit: { type: 'work_hour', value: 4 }
		});
	});

	it.each(['', 'sanitation', 'no.such', '__proto__', 'constructor'])('%j is none', (id) => {
		expect(findCategory(id)).toBeUndefined();
		expect(categoryLabel(id)).toBe(id);
	});
});

import { describe, expect, it } from 'vitest';
import { categories, findCategory, groups } from '$lib/reports/categories';
import { distanceWords, nearFor, nearLimits, standardNear } from '$lib/reports/near';
import { supportStanding } from '$lib/reports/support';
import { stateNames, states } from '$lib/reports/workflow';

const here = { lat: 35.581, lng: 118.836 };
/** So many metres to the north and to the east of here. */
const away = (north: number, east: number) => ({
	lat: here.lat + north / 111_195,
	lng: here.lng + east / (111_195 * Math.cos((here.lat * Math.PI) / 180))
});

describe('how near and how recent the same trouble is', () => {
	it.each([
		['sanitation.exposed_garbage', 50, 7],
		['facility.streetlight', 30, 30],
		['traffic.illegal_parking', 50, 1],
		['conduct.dog', 100, 1],
		['cityscape.illegal_structure', 30, 90]
	])('%s: %i m, %i days', (id, metres, days) => {
		expect(standardNear(findCategory(id)!)).toEqual({ metres, days });
	});

	it('has a sensible standard for every category but praise', () => {
		for (const category of categories) {
			const near = standardNear(category);
			if (category.kind === 'praise') {
				expect(near, category.id).toBeNull();
				continue;
			}
			expect(near!.metres, category.id).toBeGreaterThanOrEqual(nearLimits.metres.least);
			expect(near!.metres, category.id).toBeLessThanOrEqual(nearLimits.metres.most);
			expect(near!.days, category.id).toBeGreaterThanOrEqual(nearLimits.days.least);
			expect(near!.days, category.id).toBeLessThanOrEqual(nearLimits.days.most);
		}
		expect(groups.length).toBe(8);
	});

	it('is the town’s own where the town chose, each number by itself', () => {
		const garbage = findCategory('sanitation.exposed_garbage')!;
		expect(nearFor(garbage, undefined)).toEqual({ metres: 50, days: 7 });
		expect(nearFor(garbage, { nearMetres: 80, nearDays: null })).toEqual({ metres: 80, days: 7 });
		expect(nearFor(garbage, { nearMetres: null, nearDays: 3 })).toEqual({ metres: 50, days: 3 });
		const praise = findCategory('praise.praise')!;
		expect(nearFor(praise, { nearMetres: 80, nearDays: 3 })).toBeNull();
	});
});

describe('a distance in words', () => {
	it.each([
		[0, 0, '就在这里'],
		[10, 0, '就在这里'],
		[0, 28, '约 30 米'],
		[-44, 0, '约 40 米'],
		[0, 120, '往东约 120 米'],
		[0, -120, '往西约 120 米'],
		[73, 0, '往北约 70 米'],
		[-73, 0, '往南约 70 米'],
		[60, 60, '往东北约 80 米'],
		[60, -60, '往西北约 80 米'],
		[-60, 60, '往东南约 80 米'],
		[-60, -60, '往西南约 80 米'],
		[0, 333, '往东约 350 米']
	])('%i m north and %i m east: %s', (north, east, words) => {
		expect(distanceWords(here, away(north, east))).toBe(words);
	});

	it.each([
		[0, 0, '就在附近'],
		[0, 49, '就在附近'],
		[0, 70, '往东约 50 米'],
		[-95, 0, '往南约 100 米']
	])('to a place that is rounded, %i m north and %i m east: %s', (north, east, words) => {
		expect(distanceWords(here, away(north, east), { blurred: true })).toBe(words);
	});
});

describe('whoever may say 我也看到', () => {
	const none = { reporter: false, merged: false, joined: false };
	const standing = (releasedAt: number | null, ties = none, state = stateNames[0]) =>
		supportStanding({ state, releasedAt }, ties);

	it('may while the report is public and open', () => {
		for (const state of stateNames) {
			expect(standing(1, none, state)).toBe(states[state].over ? 'over' : 'open');
			expect(standing(null, none, state)).toBe('hidden');
		}
	});

	it('is not the reporter, nor one whose report was merged into it', () => {
		expect(standing(1, { reporter: true, merged: true, joined: true })).toBe('own');
		expect(standing(1, { ...none, merged: true, joined: true })).toBe('merged');
	});

	it('may take it back at any time', () => {
		for (const state of stateNames) {
			expect(standing(1, { ...none, joined: true }, state)).toBe('joined');
		}
	});
});

import { describe, expect, it } from 'vitest';
import {
	hotSpots,
	isSpot,
	thresholds,
	type ConductReport
} from '../../src/lib/volunteering/hot-spots';
import { dayMs, hourMs } from '../../src/lib/time/shanghai';
import { inTown, shanghai } from '../support/factories';

const monday = shanghai('2026-03-02 17:10');
const isWorkday = (day: string) => !['2026-03-07', '2026-03-08', '2026-03-14'].includes(day);

let made = 0;
const report = (changes: Partial<ConductReport> = {}): ConductReport => ({
	...inTown,
	code: `C${++made}`,
	category: 'conduct.littering',
	occurredAt: monday,
	...changes
});
/** One on each of so many days from Monday on. */
const on = (days: readonly number[], changes: Partial<ConductReport> = {}) =>
	days.map((day) => report({ occurredAt: monday + day * dayMs, ...changes }));

describe('reports of conduct at one spot', () => {
	it('suggest a post and times once there are enough of them on enough days', () => {
		expect(hotSpots(on([0, 1, 2, 3]), isWorkday)).toEqual([]);
		expect(hotSpots(on([0, 0, 0, 1, 1]), isWorkday)).toEqual([]);
		const [spot, ...others] = hotSpots(on([0, 0, 0, 1, 2]), isWorkday);
		expect(others).toEqual([]);
		expect(spot).toMatchObject({
			days: 'workday',
			startHour: 16,
			endHour: 18,
			many: 5,
			onDays: ['2026-03-02', '2026-03-03', '2026-03-04'],
			categories: [{ category: 'conduct.littering', many: 5 }]
		});
		expect(spot!.lat).toBeCloseTo(inTown.lat, 6);
		expect(isSpot(spot!.spot)).toBe(true);
	});

	it('are apart by hours, by kind of day and by place', () => {
		const early = { occurredAt: monday - 2 * hourMs };
		const far = { lat: inTown.lat + (2 * thresholds.cellMetres) / 111_195 };
		for (const other of [report(early), ...on([5]), report(far)]) {
			expect(hotSpots([...on([0, 1, 2, 3]), other], isWorkday)).toEqual([]);
		}
		expect(hotSpots([...on([0, 1, 2, 3]), report()], isWorkday)).toHaveLength(1);
	});

	it('stand strongest first, their kinds by how often, their cases by how late', () => {
		const elsewhere = { lng: inTown.lng + 0.02, category: 'conduct.smoking' };
		const strong = on([0, 1, 2, 3, 4, 7], elsewhere);
		const mixed = [...on([0, 1, 2]), ...on([3, 4], { category: 'conduct.dog' })];
		const [first, second] = hotSpots([...mixed, ...strong], isWorkday);
		expect(first!.many).toBe(6);
		expect(second!.categories.map(({ category }) => category)).toEqual([
			'conduct.littering',
			'conduct.dog'
		]);
		expect(second!.codes[0]).toBe(mixed.at(-1)!.code);
	});

	it('keep their name, so that what was set aside stays so', () => {
		const [before] = hotSpots(on([0, 1, 2, 3, 4]), isWorkday);
		const [after] = hotSpots(on([1, 2, 3, 4, 7, 8]), isWorkday);
		expect(after!.spot).toBe(before!.spot);
	});
});

import { findCategory } from '../../src/lib/reports/categories';
import { workCalendar } from '../../src/lib/time/calendar';
import { addDays, dayOf, hourMs, startOfDay } from '../../src/lib/time/shanghai';
import type { LatLng } from '../../src/lib/places/geometry';
import { noteReport } from '../../src/lib/server/reports/commands/triage';
import { enter, release, type Town } from './life';

/** Where the same was seen again and again: at a crossing about noon, and by the river on free days. */
const habits: readonly (LatLng & {
	work: boolean;
	hour: number;
	many: number;
	categories: readonly string[];
})[] = [
	{
		...{ lat: 35.589612, lng: 118.836021, work: true, hour: 12, many: 8 },
		categories: ['conduct.littering', 'conduct.smoking']
	},
	{
		...{ lat: 35.593231, lng: 118.849121, work: false, hour: 16, many: 6 },
		categories: ['conduct.dog', 'conduct.littering']
	}
];

/** Reports of conduct from which hot spots are told; `first` numbers the first of them. */
export async function reportHabits(town: Town, first: number, now: number): Promise<void> {
	const { isWorkday } = workCalendar();
	let n = first;
	for (const { work, hour, many, categories, ...spot } of habits) {
		const days: string[] = [];
		for (let day = addDays(dayOf(now), -1); days.length < many; day = addDays(day, -1)) {
			if (isWorkday(day) === work) days.push(day);
		}
		const near = () => town.random.between(-0.0001, 0.0001);
		const there = { ...town, spot: () => ({ lat: spot.lat + near(), lng: spot.lng + near() }) };
		for (const [i, day] of days.reverse().entries()) {
			const at = startOfDay(day) + Math.floor((hour + town.random.between(0.1, 1.8)) * hourMs);
			const category = findCategory(categories[i % categories.length]!)!;
			const { code } = await enter(there, n++, category, town.random.one(town.cast.neighbours), at);
			await release(town, code, at + hourMs);
			const noted = { category: category.id, note: '' };
			await noteReport(town.db, town.cast.moderator, code, noted, at + hourMs);
		}
	}
}

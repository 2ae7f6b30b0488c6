import { distanceMetres, type LatLng } from '../places/geometry';
import { inWords } from '../places/distance-words';

/** Shifts in sections of a day each; from `here`, those of a day stand from near to far. */
export function byDay<Shift extends LatLng & { day: string }>(
	shifts: readonly Shift[],
	here: LatLng | null
): { day: string; shifts: (Shift & { distance: string })[] }[] {
	const days = [...new Set(shifts.map(({ day }) => day))];
	return days.map((day) => {
		const ofDay = shifts
			.filter((shift) => shift.day === day)
			.map((shift) => ({ shift, metres: here ? distanceMetres(here, shift) : 0 }));
		if (here) ofDay.sort((a, b) => a.metres - b.metres);
		return {
			day,
			shifts: ofDay.map(({ shift, metres }) => ({
				...shift,
				distance: here ? awayInWords(metres) : ''
			}))
		};
	});
}

const awayInWords = (metres: number) => (metres < 10 ? '' : '离您 ') + inWords(metres);

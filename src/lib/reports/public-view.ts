import { roundTo50m, type LatLng } from '../places/geometry';
import { dayOf, startOfDay } from '../time/shanghai';

/** Where the public sees a report: conduct rounded to about 50 m, so that nobody is pointed at. */
export const publicPoint = (kind: string, { lat, lng }: LatLng): LatLng =>
	kind === 'conduct' ? roundTo50m({ lat, lng }) : { lat, lng };

/** Of conduct only the day is public, so that nobody works out who was there. */
export const publicTime = (report: { kind: string; submittedAt: number }): number =>
	report.kind === 'conduct' ? startOfDay(dayOf(report.submittedAt)) : report.submittedAt;

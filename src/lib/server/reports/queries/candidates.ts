import type { LatLng } from '../../../places/geometry';
import type { Db } from '../../db';
import { nearbyOpen } from './casework';

/** What a report may be the same trouble as: the list that `m` and a number merge into. */
export const candidates = (db: Db, report: LatLng & { id: number }, at: number) =>
	nearbyOpen(db, report, at);

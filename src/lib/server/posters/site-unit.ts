import { and, between, eq } from 'drizzle-orm';
import { distanceMetres, type LatLng } from '../../places/geometry';
import type { Db } from '../db';
import { units } from '../places/schema';
import { posterSites } from './schema';

/** Within this of a site a defect is that site's, metres: as well as a phone knows where it is. */
const nearMetres = 40;
/** In degrees, more than enough in China. */
const box = 0.001;

/** The site at a place, with the unit that answers for it; of several the nearest. */
export async function siteAt(db: Db, point: LatLng) {
	const near = await db
		.select({
			code: posterSites.code,
			name: posterSites.name,
			lat: posterSites.lat,
			lng: posterSites.lng,
			unitId: units.id,
			unitName: units.name
		})
		.from(posterSites)
		.innerJoin(units, eq(units.id, posterSites.unitId))
		.where(
			and(
				eq(posterSites.active, true),
				eq(units.active, true),
				between(posterSites.lat, point.lat - box, point.lat + box),
				between(posterSites.lng, point.lng - box, point.lng + box)
			)
		);
	return near
		.map((site) => ({ ...site, metres: distanceMetres(point, site) }))
		.filter(({ metres }) => metres <= nearMetres)
		.sort((a, b) => a.metres - b.metres)
		.at(0);
}

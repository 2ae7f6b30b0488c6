import { sql, type SQL } from 'drizzle-orm';
import type { Geometry } from 'geojson';
import { boundingBox, type Bounds, type LatLng } from '../../places/geometry';
import type { Db } from '../db';

type Boxes = 'grid_boxes' | 'segment_boxes' | 'place_points';

/** Keeps the R*Tree row of one place in step with its shape. */
export async function putBox(tx: Db, table: Boxes, id: number, geometry: Geometry): Promise<void> {
	const { west, south, east, north } = boundingBox(geometry);
	await tx.run(
		sql`INSERT OR REPLACE INTO ${sql.identifier(table)} VALUES (${id}, ${west}, ${east}, ${south}, ${north})`
	);
}

/** The ids whose boxes touch `bounds`, for `WHERE id IN`. */
export function idsWithin(
	table: Boxes | 'report_points' | 'ledger_points',
	{ west, south, east, north }: Bounds
): SQL {
	return sql`(SELECT id FROM ${sql.identifier(table)} WHERE west <= ${east} AND east >= ${west} AND south <= ${north} AND north >= ${south})`;
}

/** A box that holds the circle of `metres` around `point`. */
export function around({ lat, lng }: LatLng, metres: number): Bounds {
	const north = metres / 111_195;
	const east = north / Math.cos((lat * Math.PI) / 180);
	return { west: lng - east, south: lat - north, east: lng + east, north: lat + north };
}

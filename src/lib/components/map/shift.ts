import type { LatLng } from './base';
import type { Shift } from './town-base';

interface Projection<P> {
	project: (point: LatLng) => P;
	unproject: (at: P) => LatLng;
}

/**
 * The projection of a map whose tiles were drawn in other coordinates: what is given in WGS-84 falls
 * where the tiles have it, and what is read from the map is WGS-84 again. It is exact everywhere on
 * the map, unlike tiles moved by what is right in its middle: GCJ-02 bends by metres over a town.
 */
export const shifted = <P>(plain: Projection<P>, { to, from }: Shift): Projection<P> => ({
	project: (point) => plain.project(to(point)),
	unproject: (at) => from(plain.unproject(at))
});

/** EXIF sits at a JPEG's very start, in a segment of 64 KB at most; others may come before it. */
const headBytes = 256 * 1024;

/**
 * Where the camera says it stood, in WGS-84 degrees: EXIF's GPS comes straight from the receiver, also
 * on phones whose maps use GCJ-02. Null without a position. To be asked before the photo is shrunk,
 * for shrinking drops it. A hint only: the resident confirms it on the map.
 */
export async function photoPosition(file: Blob): Promise<{ lat: number; lng: number } | null> {
	try {
		// The smallest of exifr's builds (9 KB gzipped) and only once somebody has chosen a photo.
		const { gps } = await import('exifr/dist/mini.esm.mjs');
		const found = await gps(await file.slice(0, headBytes).arrayBuffer());
		if (!found) return null;
		const { latitude: lat, longitude: lng } = found;
		const real = Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
		// A receiver without a fix writes zeros.
		return real && (lat !== 0 || lng !== 0) ? { lat, lng } : null;
	} catch {
		return null;
	}
}

declare module 'exifr/dist/mini.esm.mjs' {
	export function gps(
		file: ArrayBuffer | Uint8Array
	): Promise<{ latitude: number; longitude: number } | undefined>;
}

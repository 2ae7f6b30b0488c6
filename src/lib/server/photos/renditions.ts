import { thumbnail, webp } from './images';
import type { PhotoStore } from './store';

/** Widths at which pictures are served, pixels; anything else gets the whole picture. */
const widths = [160, 320, 640];

export type Rendition = { bytes: Buffer; type: 'image/jpeg' | 'image/webp' };

/** A stored picture at a width and in a format, made when first asked for and kept. */
export async function rendition(
	store: PhotoStore,
	sha256: string,
	{ width, acceptsWebp }: { width: number | null; acceptsWebp: boolean }
): Promise<Rendition | null> {
	const size = width !== null && widths.includes(width) ? width : null;
	const type = acceptsWebp ? 'image/webp' : 'image/jpeg';
	const name = `${sha256}${size ? `-w${size}` : ''}.${acceptsWebp ? 'webp' : 'jpg'}`;
	const kept = await store.get(name);
	if (kept) return { bytes: kept, type };

	const jpeg = await store.get(`${sha256}.jpg`);
	if (!jpeg) return null;
	const bytes = acceptsWebp
		? await webp(jpeg, size ? { width: size } : {})
		: await thumbnail(jpeg, size!);
	await store.put(name, bytes);
	return { bytes, type };
}

import { open, type FileHandle } from 'node:fs/promises';
import { PMTiles, ResolvedValueCache, TileType, type Source } from 'pmtiles';

/** A PMTiles archive of pictures, open for as long as the server runs. */
export type OwnTiles = {
	/** The levels that it holds. */
	from: number;
	to: number;
	/** Says which file it is, for caches. */
	etag: string;
	/** A picture; null where there is none. */
	tile(at: {
		z: string;
		x: string;
		y: string;
	}): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string } | null>;
	close(): Promise<void>;
};

const pictures = new Map([
	[TileType.Png, 'image/png'],
	[TileType.Jpeg, 'image/jpeg'],
	[TileType.Webp, 'image/webp']
]);

/** Of a file that is there but cannot be shown, why not: a sentence. */
export async function openTiles(path: string): Promise<OwnTiles | { problem: string }> {
	const file = await open(path);
	const archive = new PMTiles(sourceOf(file, path), new ResolvedValueCache());
	const header = await archive.getHeader().catch(() => null);
	const type = header && pictures.get(header.tileType);
	if (!header || !type) {
		await file.close();
		return { problem: header ? notPictures(path, header.tileType) : unreadable(path) };
	}
	const { minZoom: from, maxZoom: to } = header;
	const etag = await stampOf(file);
	return {
		from,
		to,
		etag,
		close: () => file.close(),
		async tile(at) {
			const [z = -1, x = -1, y = -1] = [at.z, at.x, at.y].map(place);
			const within = z >= from && z <= to && [x, y].every((n) => n >= 0 && n < 2 ** z);
			// written over meanwhile: where its pictures lie now is known from the next start on
			if (!within || (await stampOf(file)) !== etag) return null;
			const found = await archive.getZxy(z, x, y);
			return found ? { bytes: new Uint8Array(found.data), type } : null;
		}
	};
}

const place = (text: string): number => (/^\d{1,8}$/.test(text) ? Number(text) : -1);

const unreadable = (path: string) =>
	`底图文件 ${path} 不是 PMTiles（第 3 版）文件，或者不完整；地图先用本地示意图。`;

const notPictures = (path: string, type: TileType) =>
	`底图文件 ${path} 里${type === TileType.Mvt ? '是矢量瓦片，' : ''}不是 PNG、JPEG 或 WebP 图片，` +
	'不能显示；地图先用本地示意图。请换成图片（栅格）瓦片的文件。';

function sourceOf(file: FileHandle, path: string): Source {
	return {
		getKey: () => path,
		async getBytes(offset, length) {
			const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
			return { data: buffer.buffer.slice(0, bytesRead) };
		}
	};
}

async function stampOf(file: FileHandle): Promise<string> {
	const { ino, size, mtimeMs } = await file.stat();
	return `"${[ino, size, Math.round(mtimeMs)].map((n) => n.toString(36)).join('-')}"`;
}

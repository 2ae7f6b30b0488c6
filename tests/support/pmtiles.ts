import { Compression, TileType, zxyToTileId } from 'pmtiles';

type Tile = { z: number; x: number; y: number; bytes: Uint8Array };

/**
 * An archive of PMTiles version 3 that holds these tiles: a header of 127 bytes, one directory, empty
 * metadata and the tiles, nothing compressed (github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).
 */
export function pmtilesOf(tiles: readonly Tile[], type = TileType.Png): Uint8Array<ArrayBuffer> {
	const placed = tiles
		.map(({ z, x, y, bytes }) => ({ id: zxyToTileId(z, x, y), bytes }))
		.sort((a, b) => a.id - b.id);
	const directory = directoryOf(placed);
	const metadata = new TextEncoder().encode('{}');
	const data = Buffer.concat(placed.map(({ bytes }) => bytes));
	const levels = tiles.map(({ z }) => z);

	const header = Buffer.alloc(127);
	header.write('PMTiles', 'ascii');
	header[7] = 3;
	let end = header.length;
	let field = 8;
	const number = (value: number) => (field = header.writeBigUInt64LE(BigInt(value), field));
	for (const length of [directory.length, metadata.length, 0, data.length]) {
		number(end);
		number(length);
		end += length;
	}
	// tiles that are addressed, entries, contents
	for (let i = 0; i < 3; i++) number(placed.length);
	const facts = [1, Compression.None, Compression.None, type];
	header.set([...facts, Math.min(...levels), Math.max(...levels)], field);
	return new Uint8Array(Buffer.concat([header, directory, metadata, data]));
}

/** Ids as differences, run lengths, lengths, and offsets, of which 0 means right after the last. */
function directoryOf(placed: readonly { id: number; bytes: Uint8Array }[]): Uint8Array {
	const ids = placed.map(({ id }, i) => id - (placed[i - 1]?.id ?? 0));
	const columns = [
		ids,
		placed.map(() => 1),
		placed.map(({ bytes }) => bytes.length),
		placed.map((_, i) => (i === 0 ? 1 : 0))
	];
	return Uint8Array.from([placed.length, ...columns.flat()].flatMap(varint));
}

function varint(value: number): number[] {
	return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

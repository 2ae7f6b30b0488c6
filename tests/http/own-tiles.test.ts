import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TileType } from 'pmtiles';
import { afterEach, describe, expect, it } from 'vitest';
import { pmtilesOf } from '../support/pmtiles';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
afterEach(() => server?.stop());

const picture = new TextEncoder().encode('a picture');

async function startOn(type: TileType) {
	const archive = pmtilesOf([{ z: 14, x: 13598, y: 6464, bytes: picture }], type);
	server = await startServer({
		env: { MAP_BASE: 'pmtiles', LOG_LEVEL: 'warn' },
		seed: (dir) => writeFile(join(dir, 'tiles.pmtiles'), archive)
	});
}
const tile = (y: number, headers: Record<string, string> = {}) =>
	fetch(`${server.origin}/api/map/tiles/14/13598/${y}`, { headers });

describe('a town with its own tiles in one file', () => {
	it('gives out its pictures, and once more only to those who have another', async () => {
		await startOn(TileType.Webp);
		const found = await tile(6464);
		expect(found.headers.get('content-type')).toBe('image/webp');
		expect(found.headers.get('cache-control')).toBe('public, max-age=86400');
		expect(new Uint8Array(await found.arrayBuffer())).toEqual(picture);
		const etag = found.headers.get('etag')!;
		expect((await tile(6464, { 'if-none-match': etag })).status).toBe(304);
		expect((await tile(6464, { 'if-none-match': '"another"' })).status).toBe(200);
		expect((await tile(6465)).status).toBe(404);
		expect(await (await fetch(`${server.origin}/reports`)).text()).toContain('/api/map/tiles/');
	});

	it('that are no pictures says so at the start, and shows the drawing', async () => {
		await startOn(TileType.Mvt);
		expect(server.output()).toContain('矢量瓦片');
		expect((await tile(6464)).status).toBe(404);
		expect(await (await fetch(`${server.origin}/reports`)).text()).not.toContain('/api/map/tiles/');
	});
});

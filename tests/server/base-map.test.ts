import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TileType } from 'pmtiles';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/lib/server/config';
import { allowPictures } from '../../src/lib/server/http/headers';
import { tileHosts, tilesOf } from '../../src/lib/server/map-base';
import { openTiles, type OwnTiles } from '../../src/lib/server/own-tiles';
import { pmtilesOf } from '../support/pmtiles';

const folder = mkdtempSync(join(tmpdir(), 'tongxing-tiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = (env: Record<string, string>) =>
	readConfig({ APP_MODE: 'test', DATA_DIR: folder, ...env });

describe('the town’s own drawing', () => {
	it('needs no tiles and lets no other host in', () => {
		expect(tilesOf(config({}), null)).toBeNull();
		expect(tileHosts(config({}))).toEqual([]);
	});
});

describe('天地图', () => {
	const tianditu = config({ MAP_BASE: 'tianditu', TIANDITU_KEY: '0a1b' });

	it('is the vector map and above it its names, with the key', () => {
		const [map = '', names = ''] = tilesOf(tianditu, null)!.urls;
		expect(map).toContain('/vec_w/wmts?');
		expect(names).toContain('/cva_w/wmts?');
		for (const url of [map, names]) {
			expect(url).toContain('TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=0a1b');
		}
	});

	it('comes from its own eight hosts', () => {
		expect(tileHosts(tianditu)).toHaveLength(8);
		expect(tileHosts(tianditu)[7]).toBe('https://t7.tianditu.gov.cn');
	});
});

describe('a tile service', () => {
	const service = config({
		MAP_BASE: 'tiles',
		MAP_TILES_URL: 'http://127.0.0.1:8080/town/{z}/{x}/{y}.png?style=7',
		MAP_TILES_DATUM: 'gcj02'
	});

	it('says what datum it is in', () => {
		expect(tilesOf(service, null)).toMatchObject({ datum: 'gcj02' });
	});

	it('is the one further host of pictures in the policy of a page', () => {
		const headers = new Headers({
			'content-security-policy': "default-src 'self'; img-src 'self' data:; script-src 'self'"
		});
		allowPictures(headers, tileHosts(service));
		expect(headers.get('content-security-policy')).toBe(
			"default-src 'self'; img-src 'self' data: http://127.0.0.1:8080; script-src 'self'"
		);
	});
});

describe('a file of tiles', () => {
	const picture = new TextEncoder().encode('picture');
	const at = { z: '16', x: '54394', y: '25859' };
	const tiles = [
		{ z: 14, x: 13598, y: 6464, bytes: new TextEncoder().encode('from afar') },
		{ z: 16, x: 54394, y: 25859, bytes: picture }
	];
	const path = join(folder, 'tiles.pmtiles');

	async function opened(type: TileType): Promise<OwnTiles> {
		writeFileSync(path, pmtilesOf(tiles, type));
		const own = await openTiles(path);
		if ('problem' in own) throw new Error(own.problem);
		onTestFinished(() => own.close());
		return own;
	}

	it('must be there', () => {
		const env = { MAP_BASE: 'pmtiles', MAP_TILES_FILE: 'nowhere.pmtiles' };
		expect(() => config(env)).toThrow(/没有找到 .*nowhere\.pmtiles/);
		expect(() => config({ MAP_BASE: 'pmtiles', MAP_TILES_FILE: 'tiles.png' })).toThrow('.pmtiles');
	});

	it('is used in the levels that it holds, from this host', async () => {
		const own = await opened(TileType.Webp);
		const chosen = config({ MAP_BASE: 'pmtiles' });
		expect(tilesOf(chosen, own)).toMatchObject({ from: 14, to: 16, datum: 'wgs84' });
		expect(tileHosts(chosen)).toEqual([]);
		expect(tilesOf(chosen, null)).toBeNull();
	});

	it.each([
		[TileType.Png, 'image/png'],
		[TileType.Jpeg, 'image/jpeg'],
		[TileType.Webp, 'image/webp']
	])('gives out its pictures (%i) as %s', async (type, name) => {
		const own = await opened(type);
		const found = await own.tile(at);
		expect(found!.type).toBe(name);
		expect(found!.bytes).toEqual(picture);
	});

	it('has nothing for what is not there, out of bounds or no number', async () => {
		const own = await opened(TileType.Png);
		const others = [{ y: '25860' }, { z: '15' }, { z: '30' }, { x: '99999' }, { x: '../..' }];
		for (const other of others) expect(await own.tile({ ...at, ...other })).toBeNull();
	});

	it('gives out nothing once it was written over, until the next start', async () => {
		const own = await opened(TileType.Png);
		writeFileSync(path, pmtilesOf(tiles.toReversed().slice(1), TileType.Png));
		expect(await own.tile(at)).toBeNull();
	});

	it('of vector tiles, or of something else, is refused in a sentence that says what it is', async () => {
		writeFileSync(path, pmtilesOf(tiles, TileType.Mvt));
		expect(await openTiles(path)).toEqual({ problem: expect.stringContaining('矢量瓦片') });
		writeFileSync(path, 'a picture');
		expect(await openTiles(path)).toEqual({ problem: expect.stringContaining('不是 PMTiles') });
		writeFileSync(path, '');
		expect(await openTiles(path)).toEqual({ problem: expect.stringContaining('不是 PMTiles') });
	});
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/lib/server/config';
import { allowPictures } from '../../src/lib/server/http/headers';
import { tileFile, tileHosts, tilesOf } from '../../src/lib/server/map-base';

const folder = mkdtempSync(join(tmpdir(), 'tongxing-tiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = (env: Record<string, string>) =>
	readConfig({ APP_MODE: 'test', DATA_DIR: folder, ...env });

describe('the town’s own drawing', () => {
	it('needs no tiles and lets no other host in', () => {
		expect(tilesOf(config({}))).toBeNull();
		expect(tileHosts(config({}))).toEqual([]);
	});
});

describe('天地图', () => {
	const tianditu = config({ MAP_BASE: 'tianditu', TIANDITU_KEY: '0a1b' });

	it('is the vector map and above it its names, with the key', () => {
		const [map = '', names = ''] = tilesOf(tianditu)!.urls;
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
		expect(tilesOf(service)).toMatchObject({ datum: 'gcj02' });
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

describe('a folder of tiles', () => {
	mkdirSync(join(folder, 'tiles', '14', '3'), { recursive: true });
	mkdirSync(join(folder, 'tiles', '16'));
	writeFileSync(join(folder, 'tiles', '14', '3', '5.webp'), 'picture');
	writeFileSync(join(folder, 'secrets.json'), 'secret');
	const own = config({ MAP_BASE: 'folder' });

	it('is used in the levels that are there', () => {
		expect(tilesOf(own)).toMatchObject({ from: 14, to: 16 });
		expect(tileHosts(own)).toEqual([]);
	});

	it('gives out its pictures and nothing else', async () => {
		const found = await tileFile(own, { z: '14', x: '3', y: '5' });
		expect(found).toMatchObject({ type: 'image/webp' });
		expect(new TextDecoder().decode(found!.bytes)).toBe('picture');
		expect(await tileFile(own, { z: '14', x: '3', y: '6' })).toBeNull();
		expect(await tileFile(own, { z: '14', x: '..', y: '../secrets.json' })).toBeNull();
		expect(await tileFile(config({}), { z: '14', x: '3', y: '5' })).toBeNull();
	});
});

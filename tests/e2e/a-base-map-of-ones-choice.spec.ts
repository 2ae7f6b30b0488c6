import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, ownTown, test } from '../support/browser';
import { tileAt } from '../../src/lib/places/tiles';
import { fromWgs84 } from '../../src/lib/places/coordinates';
import { prepareBusyTown } from '../support/town';

const middle = { lat: 35.581, lng: 118.836 };
const env = {
	MAP_BASE: 'tiles',
	MAP_TILES_DATUM: 'gcj02',
	MAP_SOURCE: '测试底图',
	MAP_APPROVAL: '测S(2026)001号'
};
let tiles: Server;
let asked: string[] = [];
let broken = false;

/** A tile service on this machine. @returns its address */
async function serveTiles() {
	const picture = await sharp({
		create: { width: 256, height: 256, channels: 3, background: '#cde' }
	})
		.png()
		.toBuffer();
	tiles = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.writeHead(broken ? 500 : 200, { 'content-type': 'image/png' });
		response.end(broken ? '' : picture);
	});
	await once(tiles.listen(0, '127.0.0.1'), 'listening');
	return `http://127.0.0.1:${(tiles.address() as AddressInfo).port}/{z}/{x}/{y}.png`;
}

const seed = async (dir: string) => {
	await prepareBusyTown(dir);
	return { MAP_TILES_URL: await serveTiles() };
};
test.use(ownTown(seed, env));
test.beforeEach(() => {
	asked = [];
	broken = false;
});
test.afterAll(() => void tiles.close());

async function openMap(page: Page) {
	await page.goto('/reports');
	await page.getByRole('button', { name: '打开地图' }).click();
	await expect(page.getByRole('region', { name: '公开上报的地图' })).toBeVisible();
}

test('the tiles of the service lie where its offset coordinates have the town', async ({
	phone
}) => {
	await openMap(phone);
	await expect(phone.locator('.leaflet-tile-loaded').first()).toBeVisible();
	await expect.poll(() => asked.length).toBeGreaterThan(3);
	const [z = 0] = asked[0]!.split('/').slice(1).map(Number);
	const wanted = tileAt(fromWgs84(middle, 'gcj02'), z);
	expect(asked).toContain(`/${z}/${wanted.x}/${wanted.y}.png`);
	await expect(phone.getByText('测试底图').first()).toBeVisible();
	await expect(phone.getByText('审图号：测S(2026)001号').first()).toBeVisible();
});

test('where no tile comes the town’s own drawing shows, and a sentence says so', async ({
	phone,
	complaints
}) => {
	complaints.expect(/500/);
	broken = true;
	await openMap(phone);
	await expect(phone.getByText('有些底图没有取到，空处是本地示意图')).toBeVisible();
	await expect(phone.locator('.map-boundary').first()).toBeVisible();
	await expect(phone.locator('.map-name').first()).toBeVisible();
});

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { ROOT } from '../../scripts/lib/cli.js';
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { listenBetween } from '../support/listening-proxy';
import { pixelsOf } from '../support/pictures';

const between = test.extend<{ wire: Awaited<ReturnType<typeof listenBetween>> }>({
	wire: async ({ server }, use) => {
		const wire = await listenBetween(server.origin);
		await use(wire);
		wire.close();
	},
	baseURL: async ({ wire }, use) => use(wire.origin)
});

type Area = { x: number; y: number; w: number; h: number };
const upperLeft: Area = { x: 0.1, y: 0.1, w: 0.3, h: 0.3 };
const lowerRight: Area = { x: 0.6, y: 0.6, w: 0.25, h: 0.25 };

/** Black and white squares of eight pixels: wherever they are gone, something was covered. */
function squares(width = 1600, height = 1200): Promise<Buffer> {
	const data = Buffer.alloc(width * height * 3);
	for (let at = 0; at < data.length; at += 3) {
		const [x, y] = [(at / 3) % width, Math.floor(at / 3 / width)];
		data.fill(((x >> 3) + (y >> 3)) % 2 ? 230 : 25, at, at + 3);
	}
	return sharp(data, { raw: { width, height, channels: 3 } })
		.jpeg({ quality: 90 })
		.toBuffer();
}

/** The share of neighbouring pixels that are far apart: an eighth where the squares can be seen. */
async function contrast(picture: Uint8Array, { x, y, w, h }: Area) {
	const { at, width, height } = await pixelsOf(picture);
	let [seen, apart] = [0, 0];
	for (let row = Math.ceil(y * height) + 8; row < (y + h) * height - 8; row += 3) {
		for (let column = Math.ceil(x * width) + 8; column < (x + w) * width - 8; column++) {
			seen++;
			const [here = 0, next = 0] = [at(column, row)[0], at(column + 1, row)[0]];
			if (Math.abs(here - next) > 40) apart++;
		}
	}
	return apart / seen;
}

async function choose(page: Page, picture: Buffer) {
	await page.goto('/reports/new');
	await page
		.getByLabel('相册')
		.setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture }]);
	await expect(page.getByText('没有遮挡', { exact: true })).toBeVisible();
}

const surface = (page: Page) => page.getByRole('application', { name: '在照片上遮挡人脸和车牌' });

async function openMask(page: Page) {
	await page.getByRole('button', { name: '遮挡第 1 张' }).click();
	await surface(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
	return placesOn(surface(page));
}

async function placesOn(on: Locator) {
	const box = (await on.boundingBox())!;
	return (x: number, y: number) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
}

async function dragMouse(page: Page, place: ReturnType<typeof placesOn>, area: Area) {
	const at = await place;
	const [from, to] = [at(area.x, area.y), at(area.x + area.w, area.y + area.h)];
	await page.mouse.move(from.x, from.y);
	await page.mouse.down();
	await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
	await page.mouse.move(to.x, to.y);
	await page.mouse.up();
}

async function send(page: Page) {
	await page.getByLabel('按词查找类别').fill('垃圾桶');
	await page.getByLabel('垃圾桶满溢、脏污').click();
	await page.getByLabel('或者选一个附近的地点').selectOption({ label: '人民广场' });
	await page.getByRole('button', { name: '提交' }).click();
	await expect(page.getByText('已收到，等待文明办审核')).toBeVisible();
}

const photosSent = (wire: { heard: { method: string; path: string; body: Buffer }[] }) =>
	wire.heard
		.filter(({ method, path }) => method === 'PUT' && /\/photos\/\d$/.test(path))
		.map(({ body }) => body);

between('with a mouse: what leaves the phone is covered under the mask', async ({ open, wire }) => {
	const page = await open('desk');
	await choose(page, await squares());
	await dragMouse(page, openMask(page), upperLeft);
	await expect(page.getByText('已遮挡 1 处')).toBeVisible();
	await page.getByRole('button', { name: '完成遮挡' }).click();
	await expect(page.getByText('✓ 已遮挡', { exact: true })).toBeVisible();
	await expect(page.getByText('第 1 张：已遮挡，原图只留在这部手机')).toBeVisible();

	await send(page);
	const [body, ...more] = photosSent(wire);
	expect(more).toEqual([]);
	expect(await contrast(body!, upperLeft)).toBeLessThan(0.01);
	expect(await contrast(body!, lowerRight)).toBeGreaterThan(0.1);
	const large = wire.heard.filter(({ body }) => body.length > 10_000);
	expect(large.map(({ path }) => path)).toEqual([expect.stringMatching(/\/photos\/0$/)]);
});

between(
	'with a finger and the brush: a stroke covers all that it touched',
	async ({ open, wire }) => {
		const page = await open('phone');
		await choose(page, await squares());
		await openMask(page);
		await page.getByRole('button', { name: '笔刷' }).click();
		await page.getByLabel('笔刷粗细').fill('6');
		await surface(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
		const at = await placesOn(surface(page));
		const client = await page.context().newCDPSession(page);
		const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: object[]) =>
			client.send('Input.dispatchTouchEvent', { type, touchPoints: points as never });
		const before = await page.evaluate(() => scrollY);
		await touch('touchStart', at(0.2, 0.5));
		for (const x of [0.3, 0.4, 0.5, 0.6]) await touch('touchMove', at(x, 0.5));
		await touch('touchEnd');
		await expect(page.getByText('已遮挡 1 处')).toBeVisible();
		expect(await page.evaluate(() => scrollY), 'the page must not scroll under the finger').toBe(
			before
		);
		await page.getByRole('button', { name: '完成遮挡' }).click();
		await expect(page.getByText('✓ 已遮挡', { exact: true })).toBeVisible();

		await send(page);
		const [body] = photosSent(wire);
		expect(await contrast(body!, { x: 0.18, y: 0.45, w: 0.44, h: 0.1 })).toBeLessThan(0.01);
		expect(await contrast(body!, lowerRight)).toBeGreaterThan(0.1);
	}
);

between('with the keyboard alone: mask, undo, redo and finish', async ({ open, wire }) => {
	const page = await open('desk');
	await choose(page, await squares());
	const tabTo = async (target: Locator) => {
		for (let presses = 0; presses < 40; presses++) {
			if (await target.evaluate((element) => element === document.activeElement)) return;
			await page.keyboard.press('Tab');
		}
		throw new Error('the keyboard does not reach it');
	};
	await page.getByLabel('相册').focus();
	await tabTo(page.getByRole('button', { name: '遮挡第 1 张' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('group', { name: '遮挡第 1 张照片' })).toBeFocused();
	await tabTo(surface(page));
	await page.keyboard.press('Enter');
	await expect(page.getByText('已遮挡 1 处')).toBeVisible();
	for (let n = 0; n < 15; n++) await page.keyboard.press('ArrowRight');
	for (let n = 0; n < 10; n++) await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Shift+ArrowLeft');
	await page.keyboard.press('Enter');
	await expect(page.getByText('已遮挡 2 处')).toBeVisible();
	await page.keyboard.press('Backspace');
	await expect(page.getByText('已撤销。已遮挡 1 处')).toBeVisible();
	await page.keyboard.press('Control+y');
	await expect(page.getByText('已恢复。已遮挡 2 处')).toBeVisible();
	await page.keyboard.press('Control+z');
	await tabTo(page.getByRole('button', { name: '完成遮挡' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: '改遮挡第 1 张' })).toBeFocused();

	await send(page);
	const [body] = photosSent(wire);
	expect(await contrast(body!, { x: 0.4, y: 0.4, w: 0.2, h: 0.2 })).toBeLessThan(0.01);
	expect(await contrast(body!, { x: 0.7, y: 0.65, w: 0.15, h: 0.15 })).toBeGreaterThan(0.1);
});

between(
	'a mask can be changed while the report is a draft, also after a reload',
	async ({ open, wire }) => {
		const page = await open('desk');
		await choose(page, await squares());
		await dragMouse(page, openMask(page), upperLeft);
		await page.getByRole('button', { name: '完成遮挡' }).click();
		await expect(page.getByText('✓ 已遮挡', { exact: true })).toBeVisible();
		await page.waitForTimeout(300);
		await page.reload();
		await page.getByRole('button', { name: '改遮挡第 1 张' }).click();
		await expect(page.getByText('已遮挡 1 处')).toBeVisible();
		await page.getByRole('button', { name: '全部清除' }).click();
		await surface(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
		await dragMouse(page, placesOn(surface(page)), lowerRight);
		await page.getByRole('button', { name: '完成遮挡' }).click();
		await expect(page.getByText('✓ 已遮挡', { exact: true })).toBeVisible();

		await send(page);
		const [body] = photosSent(wire);
		expect(await contrast(body!, lowerRight)).toBeLessThan(0.01);
		expect(await contrast(body!, upperLeft)).toBeGreaterThan(0.1);
	}
);

between('a report is held back while a photo is being covered', async ({ open, wire }) => {
	const page = await open('phone');
	await choose(page, await squares());
	await openMask(page);
	await page.getByRole('button', { name: '提交' }).click();
	await expect(page.getByText(/还有一张照片正在遮挡/)).toBeVisible();
	await page.getByRole('button', { name: '取消' }).click();
	await expect(page.getByText(/还有一张照片正在遮挡/)).toHaveCount(0);
	expect(wire.heard.filter(({ method }) => method !== 'GET')).toEqual([]);
});

for (const look of ['light', 'dark', 'elder'] as const) {
	test(`the tools can be used by everyone: ${look}, 320 px`, async ({ open }) => {
		const page = await open('phone', {
			viewport: { width: 320, height: 640 },
			colorScheme: look === 'dark' ? 'dark' : 'light'
		});
		if (look === 'elder') {
			await page.goto('/');
			await page.getByRole('button', { name: '大字', exact: true }).tap();
			await page.waitForURL('**/');
			await expect(page.locator('html[data-elder]')).toHaveCount(1);
		}
		await choose(page, await squares(640, 480));
		await openMask(page);
		await page.getByRole('button', { name: '笔刷' }).tap();
		await expectAccessible(page, look);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
		const target = look === 'elder' ? 60 : 44;
		for (const button of await page.locator('fieldset button:visible').all()) {
			const { width, height } = (await button.boundingBox())!;
			expect(Math.min(width, height), await button.innerText()).toBeGreaterThanOrEqual(target);
		}
	});
}

// a picture that the detector's own package brings along
const people = join(ROOT, 'node_modules/@vladmandic/face-api/demo/sample1.jpg');

test.describe('智能找脸', () => {
	const isOfDetector = (url: string) => /\.(wasm|bin)$/.test(new URL(url).pathname);

	test('proposes on the phone, and covers what is confirmed', async ({ open }) => {
		expect(existsSync(people), 'the package has its sample').toBe(true);
		const page = await open('phone', { extraHTTPHeaders: { 'accept-encoding': 'gzip' } });
		const sizes: Promise<number>[] = [];
		page.on('requestfinished', (request) => {
			if (request.method() === 'GET') {
				sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
			}
		});
		const early: string[] = [];
		page.on('request', (request) => early.push(request.url()));
		await choose(
			page,
			await sharp(await readFile(people))
				.jpeg()
				.toBuffer()
		);
		await openMask(page);
		expect(early.filter(isOfDetector)).toEqual([]);

		await page.waitForLoadState('networkidle');
		sizes.length = 0;
		const button = page.getByRole('button', { name: /^智能找脸/ });
		const promised = Number(/约 ([\d.]+) MB/.exec(await button.innerText())?.[1]) * 1_000_000;
		await button.click();
		await expect(page.getByText(/找到 \d+ 处可能的人脸/)).toBeVisible({ timeout: 20_000 });
		const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
		expect(Math.abs(bytes - promised) / bytes, `${bytes} bytes came`).toBeLessThan(0.1);

		await expect(page.getByText('还没有遮挡任何位置')).toBeVisible();
		const cover = page.getByRole('button', { name: /^遮挡第 \d 处$/ });
		const many = await cover.count();
		expect(many).toBeGreaterThan(1);
		await page.getByRole('button', { name: '第 1 处不用遮挡' }).click();
		await expect(cover).toHaveCount(many - 1);
		await cover.first().click();
		await expect(page.getByText('已遮挡 1 处')).toBeVisible();
		await page.getByRole('button', { name: '撤销' }).click();
		await expect(page.getByText('还没有遮挡任何位置')).toBeVisible();
	});

	test('says so when it finds no face', async ({ phone }) => {
		await choose(phone, await squares(640, 480));
		await openMask(phone);
		await phone.getByRole('button', { name: /^智能找脸/ }).click();
		await expect(phone.getByText(/没有找到脸/)).toBeVisible({ timeout: 20_000 });
	});

	test('that cannot be downloaded says so, and the brush remains', async ({
		phone,
		complaints
	}) => {
		complaints.expect(/ERR_FAILED|wasm/i);
		await phone.route(/\.(wasm|bin)$/, (route) => route.abort());
		await choose(phone, await squares());
		const place = openMask(phone);
		await place;
		await phone.getByRole('button', { name: /^智能找脸/ }).click();
		await expect(phone.getByText(/没有下载成功/)).toBeVisible();
		await phone.unroute(/\.(wasm|bin)$/);
		await phone.getByRole('button', { name: /^智能找脸/ }).click();
		await expect(phone.getByText(/没有找到脸/)).toBeVisible({ timeout: 20_000 });
		await surface(phone).evaluate((element) => element.scrollIntoView({ block: 'center' }));
		await dragMouse(phone, placesOn(surface(phone)), upperLeft);
		await expect(phone.getByText('已遮挡 1 处')).toBeVisible();
	});

	test('on a phone too old for it says so, and the brush remains', async ({ phone }) => {
		await phone.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
		await choose(phone, await squares());
		await openMask(phone);
		await phone.getByRole('button', { name: /^智能找脸/ }).click();
		await expect(phone.getByText(/用不了智能找脸/)).toBeVisible();
		await surface(phone).evaluate((element) => element.scrollIntoView({ block: 'center' }));
		await dragMouse(phone, placesOn(surface(phone)), upperLeft);
		await expect(phone.getByText('已遮挡 1 处')).toBeVisible();
	});
});

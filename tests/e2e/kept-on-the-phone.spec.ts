import sharp from 'sharp';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { photoAt } from '../support/pictures';

type Icon = { src: string; sizes: string; purpose: string };
type Manifest = {
	name: string;
	display: string;
	icons: Icon[];
	shortcuts: { name: string; url: string }[];
};

test('its manifest names the town, its icons are what they say, its shortcuts lead somewhere', async ({
	phone
}) => {
	await phone.goto('/');
	const href = await phone.locator('link[rel=manifest]').getAttribute('href');
	const manifest = (await (await phone.request.get(href!)).json()) as Manifest;
	expect(manifest.name).toBe('青禾县文明同行');
	expect(manifest.display).toBe('standalone');
	expect(manifest.shortcuts.map(({ name }) => name)).toEqual(['随手拍', '文明劝导', '我的']);
	for (const { url, name } of manifest.shortcuts) {
		await phone.goto(url);
		await expect(phone.getByRole('heading', { name, level: 1 })).toBeVisible();
	}
	expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
	for (const { src, sizes, purpose } of manifest.icons) {
		const picture = sharp(await (await phone.request.get(src)).body());
		const { width, height } = await picture.metadata();
		expect(`${width}x${height}`).toBe(sizes);
		// a maskable icon is cut to any shape, so its corner must be filled
		const [, , , alpha] = await picture
			.ensureAlpha()
			.extract({ left: 0, top: 0, width: 1, height: 1 })
			.raw()
			.toBuffer();
		expect(alpha === 255, `${src} fills its corner`).toBe(purpose === 'maskable');
	}
});

test('a photo shared from the gallery opens a report with it, and with its place', async ({
	open
}) => {
	const phone = await open('phone', { serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	const bytes = (await photoAt(35.5815, 118.836)).toString('base64');
	await phone.evaluate((base64) => {
		const form = document.createElement('form');
		form.method = 'POST';
		form.enctype = 'multipart/form-data';
		form.action = '/reports/new/shared';
		const input = Object.assign(document.createElement('input'), { type: 'file', name: 'photos' });
		const binary = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
		const transfer = new DataTransfer();
		transfer.items.add(new File([binary], 'shared.jpg', { type: 'image/jpeg' }));
		input.files = transfer.files;
		form.append(input);
		document.body.append(form);
		form.submit();
	}, bytes);
	await expect(phone.getByRole('heading', { name: '随手拍', level: 1 })).toBeVisible();
	await expect(phone.getByAltText('第 1 张照片')).toBeVisible();
	await expect(phone.getByText('青禾大街与人民路路口附近')).toBeVisible();
	await phone.waitForTimeout(300);
	await phone.reload();
	await expect(phone.getByAltText(/^第 \d 张照片$/)).toHaveCount(1);
});

test('without a service worker a shared photo is asked for once more', async ({ phone }) => {
	await phone.goto('/reports/new?shared=lost');
	await expect(phone.getByText('分享的照片没有接到，请在这里再选一次')).toBeVisible();
});

/** As Chromium says that the site can be installed; whether its own pop-up was held back. */
const sayInstallable = (page: Page) =>
	page.evaluate(() => {
		const event = new Event('beforeinstallprompt', { cancelable: true });
		Object.assign(event, {
			prompt: () => {
				document.title = 'asked by the browser';
				return Promise.resolve({ outcome: 'dismissed' });
			}
		});
		dispatchEvent(event);
		return event.defaultPrevented;
	});

test('installing is offered on the page 我的 and nowhere else, and once', async ({ phone }) => {
	for (const path of ['/', '/reports', '/reports/new', '/about']) {
		await phone.goto(path);
		await phone.waitForLoadState('networkidle');
		expect(await sayInstallable(phone)).toBe(true);
		await expect(phone.getByText('放到手机桌面')).toHaveCount(0);
	}
	await phone.getByRole('link', { name: '我的', exact: true }).click();
	await expect(phone.getByRole('heading', { name: '放到手机桌面' })).toBeVisible();
	await phone.getByRole('button', { name: '不用了' }).click();
	await expect(phone.getByText('放到手机桌面')).toHaveCount(0);
	await phone.reload();
	await phone.waitForLoadState('networkidle');
	await sayInstallable(phone);
	await phone.getByRole('link', { name: '首页' }).click();
	await phone.getByRole('link', { name: '我的', exact: true }).click();
	await expect(phone.getByText('放到手机桌面')).toHaveCount(0);
});

test('accepting asks the browser to install', async ({ phone }) => {
	await phone.goto('/me');
	await phone.waitForLoadState('networkidle');
	await sayInstallable(phone);
	await phone.getByRole('button', { name: '放到桌面' }).click();
	await expect(phone).toHaveTitle('asked by the browser');
});

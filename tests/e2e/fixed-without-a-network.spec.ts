import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { makeLine } from '../support/line';
import { signIn } from '../support/people';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';
import { startServer } from '../support/server';
import { prepareTown } from '../support/town';

test.beforeEach(({ complaints }) => {
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError|status of (401|409|500)/);
});

const photo = async (n: number) => ({
	name: `${n}.jpg`,
	mimeType: 'image/jpeg',
	buffer: await jpegPhoto(640, 480, n)
});

/** On a phone that keeps the site, signed in as `name`. */
async function onSite(
	open: (device: 'phone', more: object) => Promise<Page>,
	port: number,
	name: string
) {
	const line = await makeLine();
	line.connect(port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await signIn(phone, name);
	return { line, phone };
}

const kept = (page: Page) =>
	page.evaluate(async () => {
		const found: string[] = [];
		for (const name of await caches.keys()) {
			for (const request of await (await caches.open(name)).keys()) {
				found.push(new URL(request.url).pathname);
			}
		}
		return found;
	});

const keeps = (page: Page, path: string) =>
	expect.poll(() => kept(page), { timeout: 20_000 }).toContain(path);

test('a handler without a network feeds back with two photos and closes the tab; it arrives once and in time', async ({
	open
}) => {
	test.setTimeout(120_000);
	const before = await startServer({ seed: (dir) => prepareTown(dir) });
	const go = road(before.origin);
	const code = await go.reported();
	await go.dispatched(code);
	const { line, phone } = await onSite(open, before.port, 'unit2');
	await phone.goto('/unit');
	await keeps(phone, `/unit/${code}`);
	await expect
		.poll(async () => (await kept(phone)).some((path) => path.endsWith('/original')), {
			timeout: 20_000
		})
		.toBe(true);

	line.disconnect();
	await before.kill();
	await phone.goto(`/unit/${code}`);
	await expect(phone.getByText(/^连不上网络，这是 .* 看到的内容/)).toBeVisible();
	await expect
		.poll(() =>
			phone
				.getByAltText('处理前')
				.first()
				.evaluate((image: HTMLImageElement) => image.naturalWidth)
		)
		.toBeGreaterThan(0);
	await phone.getByRole('button', { name: '签收' }).click();
	await expect(phone.getByText('已存在这部手机里，有网络后自动发送')).toBeVisible();
	await phone.goto('/me/unsent');
	await expect(phone.getByText(`签收 · ${code}`)).toBeVisible();
	await phone.close({ runBeforeUnload: false });

	// the case stands as acknowledged on this phone only after the server has said so
	const middle = await startServer({ dir: before.dir });
	line.connect(middle.port);
	const second = await phone.context().newPage();
	await second.goto('/me/unsent');
	await expect(second.getByText('都发出去了')).toBeVisible({ timeout: 30_000 });
	await second.goto(`/unit/${code}`);
	await expect(second.getByRole('button', { name: '提交反馈' })).toBeVisible();
	line.disconnect();
	await middle.kill();

	await second.getByLabel('相册').setInputFiles([await photo(1), await photo(2)]);
	await expect(second.getByAltText('第 2 张')).toBeVisible();
	await second.getByLabel('处理情况').fill('垃圾已清走');
	await second.getByRole('button', { name: '提交反馈' }).click();
	await expect(second.getByText('已存在这部手机里，有网络后自动发送')).toBeVisible();
	await second.goto('/me/unsent');
	await expect(second.getByText(`反馈 · ${code}`)).toBeVisible();
	await expect(second.getByText('垃圾已清走')).toBeVisible();
	await second.close({ runBeforeUnload: false });

	const after = await startServer({ dir: before.dir });
	line.connect(after.port);
	const third = await phone.context().newPage();
	await third.goto('/me/unsent');
	await expect(third.getByText('都发出去了')).toBeVisible({ timeout: 30_000 });
	await third.goto(`/unit/${code}`);
	await expect(third.getByAltText(/^反馈照片/)).toHaveCount(2);
	await expect(third.locator('ol strong', { hasText: /^反馈$/ })).toHaveCount(1);
	await third.goto('/unit');
	await expect(third.getByText('按时反馈')).toBeVisible();
	await after.stop();
	await line.close();
});

test('what waits to be sent is mended on the phone, beside the place as it was, and arrives mended', async ({
	open,
	server
}) => {
	const go = road(server.origin);
	const code = await go.reported();
	await go.dispatched(code);
	await go.acknowledged(code);
	const { line, phone } = await onSite(open, server.port, 'unit2');
	await phone.goto(`/unit/${code}`);
	await keeps(phone, `/unit/${code}`);

	const view = phone.locator('figure', { has: phone.locator('.frame') });
	await expect(view.getByText('处理前：照这个取景')).toBeVisible();
	line.disconnect();
	await phone.getByLabel('相册').setInputFiles(await photo(4));
	await expect(phone.getByAltText('第 1 张')).toBeVisible();
	const over = view.locator('img.over');
	await expect(over).toHaveCount(0);
	await view.getByRole('button', { name: /^处理前/ }).click();
	await expect(over).toHaveCSS('opacity', '0.5');
	const [was, is] = [await view.getByAltText('处理前').boundingBox(), await over.boundingBox()];
	expect(is).toEqual(was);
	await view.getByRole('button', { name: /^叠在一起/ }).click();
	await expect(over).toHaveCSS('opacity', '1');
	await view.getByRole('button', { name: /^处理后/ }).click();
	await expect(over).toHaveCount(0);

	await phone.getByLabel('处理情况').fill('清走一半');
	await phone.getByRole('button', { name: '提交反馈' }).click();
	await expect(phone.getByText('已存在这部手机里，有网络后自动发送')).toBeVisible();
	await phone.getByRole('link', { name: '看未发送' }).click();
	await phone.getByRole('link', { name: '修改' }).click();
	await expect(phone.getByLabel('处理情况')).toHaveValue('清走一半');
	await expect(phone.getByAltText('第 1 张')).toBeVisible();
	await phone.getByLabel('处理情况').fill('全部清走，地面冲洗过');
	await phone.getByLabel('相册').setInputFiles(await photo(5));
	await expect(phone.getByAltText('第 2 张')).toBeVisible();
	await phone.getByRole('button', { name: '提交反馈' }).click();
	await expect(phone.getByText('已存在这部手机里，有网络后自动发送')).toBeVisible();

	line.connect(server.port);
	await phone.goto('/me/unsent');
	await expect(phone.getByText('都发出去了')).toBeVisible({ timeout: 30_000 });
	await phone.goto(`/unit/${code}`);
	await expect(phone.getByAltText(/^反馈照片/)).toHaveCount(2);
	await expect(phone.getByText('全部清走，地面冲洗过').first()).toBeVisible();
	await expect(phone.getByText('清走一半')).toHaveCount(0);
	await expect(phone.locator('ol strong', { hasText: /^反馈$/ })).toHaveCount(1);
	await line.close();
});

test('a checker without a network passes one and sends back another', async ({ open, server }) => {
	test.setTimeout(120_000);
	const go = road(server.origin);
	const [good, bad] = [await go.reported(), await go.reported()];
	for (const code of [good, bad]) {
		await go.dispatched(code);
		await go.handled(code);
	}
	const { line, phone } = await onSite(open, server.port, 'checker');
	await phone.goto('/check');
	await keeps(phone, `/check/${good}`);
	await keeps(phone, `/check/${bad}`);
	line.disconnect();

	await phone.goto(`/check/${good}`);
	await phone.getByRole('button', { name: '核查通过，结案' }).click();
	await expect(phone.getByText('已存在这部手机里')).toBeVisible();
	await phone.goto('/check');
	await phone.goto(`/check/${bad}`);
	await phone.getByText('没有解决，退回返工').click();
	const form = phone.locator('form[action*="fail"]');
	await form.getByLabel('还有什么问题').fill('墙角还有一堆');
	await form.getByRole('button', { name: '退回返工' }).click();
	await expect(form.getByText('退回请附一张现场照片').first()).toBeVisible();
	await form.getByLabel('相册').setInputFiles(await photo(3));
	await expect(form.getByAltText('第 1 张')).toBeVisible();
	await form.getByRole('button', { name: '退回返工' }).click();
	await expect(phone.getByText('已存在这部手机里')).toBeVisible();

	line.connect(server.port);
	await phone.goto('/me/unsent');
	await expect(phone.getByText('都发出去了')).toBeVisible({ timeout: 30_000 });
	const unit = await open('phone', {});
	await signIn(unit, 'unit2');
	await unit.goto(`/unit/${good}`);
	await expect(unit.getByText('已结案').first()).toBeVisible();
	await unit.goto(`/unit/${bad}`);
	await expect(unit.getByText('墙角还有一堆').first()).toBeVisible();
	await line.close();
});

test('what a colleague has done meanwhile is not done again: the reason stands in the list', async ({
	open,
	server
}) => {
	const go = road(server.origin);
	const code = await go.reported();
	await go.dispatched(code);
	await go.handled(code);
	const { line, phone } = await onSite(open, server.port, 'checker');
	await phone.goto(`/check/${code}`);
	line.disconnect();
	await phone.getByRole('button', { name: '核查通过，结案' }).click();
	await expect(phone.getByText('已存在这部手机里')).toBeVisible();
	await go.passed(code);
	line.connect(server.port);
	await phone.goto('/me/unsent');
	await expect(phone.getByText(/这件现在是“已结案”，不能核查通过了/)).toBeVisible({
		timeout: 30_000
	});
	await phone.getByRole('button', { name: '删除' }).click();
	await phone.getByRole('button', { name: '确定删除' }).click();
	await expect(phone.getByText('都发出去了')).toBeVisible();
	await line.close();
});

test('signing out empties what was kept of the cases', async ({ open, server }) => {
	const go = road(server.origin);
	const code = await go.reported();
	await go.dispatched(code);
	const { line, phone } = await onSite(open, server.port, 'unit2');
	await phone.goto('/unit');
	await keeps(phone, `/unit/${code}`);
	await phone.getByRole('button', { name: '退出' }).click();
	await phone.waitForURL('**/');
	const rest = async () =>
		(await kept(phone)).filter((path) => /^\/(unit|check)|\/original/.test(path));
	await expect.poll(rest).toEqual([]);
	line.disconnect();
	await phone.goto(`/unit/${code}`);
	await expect(phone.getByRole('heading', { name: '现在连不上网络' })).toBeVisible();
	await line.close();
});

import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { makeLine } from '../support/line';
import { signIn } from '../support/people';
import { fillReport, submitReport } from '../support/reporting';

test.beforeEach(({ complaints }) => {
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError|status of 4(00|01|29)/);
});

/** A phone on which one report was written without a network; the list of what waits is open. */
async function oneWaits(open: (device: 'phone', more: object) => Promise<Page>, port: number) {
	const line = await makeLine();
	line.connect(port);
	const phone = await open('phone', { baseURL: line.origin });
	await phone.goto('/reports/new');
	await fillReport(phone, 1);
	line.disconnect();
	await submitReport(phone);
	await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();
	return { line, phone, reconnect: () => line.connect(port) };
}

test('what waits is counted on every page and shown with photo, words, tries and trouble', async ({
	open,
	server
}) => {
	const { line, phone, reconnect } = await oneWaits(open, server.port);
	const item = phone.getByRole('article');
	await expect(item.getByRole('heading', { name: '暴露垃圾' })).toBeVisible();
	await expect(item.getByText('第 1 件')).toBeVisible();
	await expect(item.getByAltText('第 1 张照片，共 1 张')).toBeVisible();
	await expect(item.getByText(/连不上服务器/)).toBeVisible();
	await expect(item.getByText(/已试 [1-9] 次/)).toBeVisible();
	await phone.getByRole('button', { name: '现在发送' }).click();
	await expect(item.getByText(/已试 [2-9] 次/)).toBeVisible();

	reconnect();
	line.breakAt((method) => (method === 'PUT' || method === 'HEAD' ? 'before' : null));
	for (const path of ['/', '/reports', '/about', '/me', '/login', '/reports/new']) {
		await phone.goto(path);
		await expect(phone.getByRole('link', { name: /^未发送 1 条/ })).toBeVisible();
	}
	await line.close();
});

test('what the server refuses says what to mend, is mended in its form and then sent', async ({
	open,
	server
}) => {
	const { line, phone, reconnect } = await oneWaits(open, server.port);
	let refused = 0;
	await phone.route(/\/api\/reports\/[\w-]+$/, async (route) => {
		if (refused++ > 0) return route.continue();
		const fields = { description: '说明里不要写电话号码' };
		await route.fulfill({
			status: 400,
			json: { reason: 'invalid', message: '说明里不要写电话号码', fields }
		});
	});
	reconnect();
	await phone.getByRole('button', { name: '现在发送' }).click();
	const item = phone.getByRole('article');
	await expect(item.getByText('需要您处理')).toBeVisible();
	await expect(item.getByText('说明里不要写电话号码')).toBeVisible();
	await phone.reload();
	await expect(item.getByText('需要您处理')).toBeVisible();

	await item.getByRole('link', { name: '修改' }).click();
	await expect(phone.getByAltText('第 1 张照片')).toBeVisible();
	const words = phone.getByLabel('说几句（选填）');
	await expect(words).toHaveValue('第 1 件');
	await expect(words).toHaveAccessibleDescription(/说明里不要写电话号码/);
	await words.fill('桶满了');
	await phone.getByRole('link', { name: /^未发送 1 条/ }).click();
	await expect(item.getByText('修改到一半')).toBeVisible();
	await expect(item.getByText('桶满了')).toBeVisible();
	await phone.goto('/');
	await expect(phone.getByText('未发送 1 条，其中 1 条需要您处理')).toBeVisible();
	await phone.goto('/me/unsent');
	await item.getByRole('link', { name: '修改' }).click();
	await expect(words).toHaveValue('桶满了');
	await submitReport(phone);
	await expect(phone.getByText('已收到，等待文明办审核')).toBeVisible();
	await expect(phone.getByText('桶满了')).toBeVisible();
	await line.close();
});

test('deleting asks first, and then it is gone and never sent', async ({ open, server }) => {
	const { line, phone, reconnect } = await oneWaits(open, server.port);
	await phone.getByRole('button', { name: '删除' }).click();
	await phone.getByRole('button', { name: '不删' }).click();
	await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();
	await phone.getByRole('button', { name: '删除' }).click();
	await phone.getByRole('button', { name: '确定删除' }).click();
	await expect(phone.getByText('都发出去了')).toBeVisible();
	reconnect();
	await phone.goto('/me');
	await expect(phone.getByText('您还没有上报过')).toBeVisible();
	expect(line.passed.filter((request) => request.startsWith('PUT'))).toEqual([]);
	await line.close();
});

test('asked to wait, it waits that long and then sends by itself', async ({ open, server }) => {
	const { line, phone, reconnect } = await oneWaits(open, server.port);
	const at: number[] = [];
	await phone.route(/\/api\/reports\/[\w-]+$/, async (route) => {
		at.push(Date.now());
		if (at.length > 1) return route.continue();
		await route.fulfill({
			status: 429,
			headers: { 'retry-after': '4' },
			json: { reason: 'limited', message: '上报太频繁，请 4 秒后再试' }
		});
	});
	reconnect();
	await phone.getByRole('button', { name: '现在发送' }).click();
	await expect(phone.getByText('上报太频繁，请 4 秒后再试')).toBeVisible();
	await phone.evaluate(() => dispatchEvent(new Event('online')));
	await expect(phone.getByText('都发出去了')).toBeVisible({ timeout: 15_000 });
	expect(at).toHaveLength(2);
	expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(4_000);
	await line.close();
});

test('a guest finds what has arrived again by its link, on this phone', async ({
	open,
	server
}) => {
	const { line, phone, reconnect } = await oneWaits(open, server.port);
	reconnect();
	await phone.getByRole('button', { name: '现在发送' }).click();
	await phone.getByRole('link', { name: '暴露垃圾' }).click();
	await expect(phone.getByRole('textbox', { name: '查询链接' })).toHaveValue(/claim=/);
	await line.close();
});

test('the browser is asked to keep what waits, and only then', async ({ open, server }) => {
	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin });
	await phone.addInitScript(() => {
		navigator.storage.persist = () => {
			document.documentElement.setAttribute('data-asked', '');
			return Promise.resolve(true);
		};
	});
	const asked = phone.locator('html[data-asked]');
	await phone.goto('/reports/new');
	await fillReport(phone, 1);
	await submitReport(phone);
	await expect(phone.getByText('已收到，等待文明办审核')).toBeVisible();
	await expect(asked).toHaveCount(0);

	await phone.goto('/reports/new');
	await fillReport(phone, 2);
	line.disconnect();
	await submitReport(phone);
	await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();
	await expect(asked).toHaveCount(1);
	await line.close();
});

test('what an account wrote is not sent as another’s: it goes when that one is back, or unsigned', async ({
	open,
	server
}) => {
	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin });
	await signIn(phone, 'resident');
	await phone.goto('/reports/new');
	await fillReport(phone, 1);
	line.disconnect();
	await submitReport(phone);
	await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();

	await phone.context().clearCookies();
	line.connect(server.port);
	await phone.reload();
	await expect(phone.getByText('请用同一个账号登录后再发')).toBeVisible({ timeout: 10_000 });
	await expect(phone.getByRole('article').getByRole('link', { name: '登录' })).toBeVisible();
	await expect(phone.getByRole('article')).not.toContainText('第 1 件');

	await signIn(phone, 'resident');
	await phone.goto('/reports/new');
	await fillReport(phone, 2);
	line.disconnect();
	await submitReport(phone);
	await expect(phone.getByRole('heading', { name: '未发送 2 条' })).toBeVisible();
	line.connect(server.port);
	await phone.reload();
	await expect(phone.getByText('都发出去了')).toBeVisible({ timeout: 10_000 });

	await phone.goto('/reports/new');
	await fillReport(phone, 3);
	line.disconnect();
	await submitReport(phone);
	await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();
	await phone.context().clearCookies();
	line.connect(server.port);
	await phone.reload();
	await phone.getByRole('button', { name: '不署名发送' }).click();
	await expect(phone.getByText('都发出去了')).toBeVisible();
	await expect(phone.getByRole('link', { name: '暴露垃圾' })).toHaveCount(1);
	await phone.getByRole('link', { name: '暴露垃圾' }).click();
	await expect(phone.getByRole('textbox', { name: '查询链接' })).toHaveValue(/claim=/);
	await line.close();
});

import type { Page } from '@playwright/test';
import { authenticator } from '../support/authenticator';
import { expectAccessible } from '../support/accessible';
import { expect, ownTown, test } from '../support/browser';
import { password, prepareTown } from '../support/town';

test.use(ownTown(prepareTown, { STAFF_SECOND_FACTOR: 'on' }));

test.setTimeout(60_000);

async function givePassword(page: Page, name: string) {
	await page.goto('/login?staff');
	await page.getByLabel('用户名').fill(name);
	await page.getByLabel('密码').fill(password);
	await page.locator('form[action*="staff"]').getByRole('button', { name: '登录' }).click();
	await page.waitForURL('**/login/second-factor');
}

async function giveCode(page: Page, code: string, button: string) {
	await page.getByLabel('验证器上的 6 位数字').fill(code);
	await page.getByRole('button', { name: button, exact: true }).click();
}

async function setUp(page: Page) {
	const key = await page.locator('code').innerText();
	await page.reload();
	await expect(page.locator('code')).toHaveText(key);
	const app = authenticator(key);
	await giveCode(page, app.now(), '确认设置');
	await expect(page.getByRole('heading', { name: '两步验证已设置好' })).toBeVisible();
	const codes = await page.locator('li code').allInnerTexts();
	expect(codes).toHaveLength(10);
	return { app, codes };
}

test('a moderator sets the second factor up, signs out, and in again with the next code', async ({
	desk,
	complaints
}) => {
	complaints.expect(/401/);
	await givePassword(desk, 'moderator');
	await expect(desk.getByRole('img', { name: /二维码/ })).toBeVisible();
	await giveCode(desk, '000000', '确认设置');
	await expect(desk.getByRole('alert')).toContainText('验证码不对');
	const { app, codes } = await setUp(desk);
	await desk.getByRole('link', { name: '我已保存好，继续' }).click();
	await expect(desk).toHaveURL(/\/admin$/);

	await desk.getByRole('button', { name: '退出' }).click();
	await givePassword(desk, 'moderator');
	await expect(desk.locator('code')).toHaveCount(0);
	await giveCode(desk, app.next(), '登录');
	await expect(desk).toHaveURL(/\/admin$/);

	await desk.goto('/me');
	await desk.getByRole('link', { name: '登录与安全' }).click();
	await expect(desk.getByText('还有 10 个没有用过的恢复码')).toBeVisible();
	await desk.context().clearCookies();
	await givePassword(desk, 'moderator');
	await desk.getByText('手机不在身边？用恢复码').click();
	await desk.getByLabel('恢复码', { exact: true }).fill(codes[0]!);
	await desk.getByRole('button', { name: '用恢复码登录' }).click();
	await expect(desk.getByText('还剩 9 个')).toBeVisible();
	await desk.getByRole('link', { name: '继续' }).click();
	await expect(desk).toHaveURL(/\/admin$/);

	await desk.goto('/me/security');
	await desk.getByRole('button', { name: '退出其他所有登录' }).click();
	await expect(desk.getByRole('status').filter({ hasText: '已退出' })).toHaveText(
		'已退出其他 1 次登录'
	);
	await expect(desk.getByText('就是现在这里')).toBeVisible();
});

test('a checker does the same on a phone without a script', async ({ noScript }) => {
	await givePassword(noScript, 'checker');
	const { app } = await setUp(noScript);
	await expect(noScript.getByRole('button', { name: '复制' })).toBeHidden();
	await noScript.getByRole('link', { name: '我已保存好，继续' }).click();
	await expect(noScript).toHaveURL(/\/check$/);

	await noScript.goto('/me');
	await noScript.getByRole('button', { name: '退出登录' }).click();
	await givePassword(noScript, 'checker');
	await giveCode(noScript, app.next(), '登录');
	await expect(noScript).toHaveURL(/\/check$/);
});

for (const elder of [false, true]) {
	test(`the pages of it are for every eye and hand${elder ? ', elder too' : ''}`, async ({
		phone
	}) => {
		await phone.setViewportSize({ width: 320, height: 640 });
		const name = elder ? 'unit' : 'supervisor';
		const look = async () => {
			await expectAccessible(phone, phone.url());
			const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
			expect(wide).toBeLessThanOrEqual(320);
		};
		if (elder) {
			await phone.goto('/');
			await phone.getByRole('button', { name: '长辈版' }).click();
		}
		await givePassword(phone, name);
		await look();
		await setUp(phone);
		await look();
		await phone.getByRole('link', { name: '我已保存好，继续' }).click();
		await phone.goto('/me/security');
		await look();
		await phone.getByText('更新恢复码').first().click();
		await look();
		await phone.context().clearCookies();
		await givePassword(phone, name);
		await phone.getByText('手机不在身边？用恢复码').click();
		await look();
	});
}

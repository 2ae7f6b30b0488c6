import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { signIn, signInAndLook } from '../support/people';

test.use(ownTown());

/** In Shanghai, `ahead` days from today. */
const day = (ahead: number) =>
	new Date(Date.now() + (8 + 24 * ahead) * 3_600_000).toISOString().slice(0, 10);

/** Seven days, each of which has still to come. */
const week = { from: day(1), to: day(7) };

async function fillPost(page: Page, name: string) {
	await page.getByText('添加点位').first().click();
	const form = page.locator('form[action*="?/add"]');
	await form.getByLabel('点位名称').fill(name);
	await form.getByLabel('类型').selectOption('路口');
	await form.getByLabel('在已知的地点').selectOption({ index: 1 });
	await form.getByLabel('在这里做什么').fill('劝导行人走斑马线');
	await form.getByLabel('风险提示').fill('注意来往车辆');
	await form.getByRole('button', { name: '添加点位' }).click();
	await expect(page.getByRole('status').filter({ hasText: '已添加' })).toBeVisible();
}

async function addPattern(page: Page, name: string) {
	await page.getByRole('link', { name: `修改：${name}` }).click();
	await page.getByText('添加排班规律').first().click();
	const form = page.locator('form[action*="addPattern"]');
	await form.getByLabel('哪些日子').selectOption('每天');
	await form.getByLabel('开始').fill('07:00');
	await form.getByLabel('结束').fill('09:00');
	await form.getByLabel('最少几人').fill('3');
	await form.getByLabel('最多几人').fill('5');
	await form.getByRole('button', { name: '添加排班规律' }).click();
	await expect(page.getByText('每天 07:00–09:00，全年，3 到 5 人')).toBeVisible();
}

async function preview(page: Page) {
	await page.goto('/admin/shifts/plan');
	await page.getByLabel('从', { exact: true }).fill(week.from);
	await page.getByLabel('到', { exact: true }).fill(week.to);
	await page.getByRole('button', { name: '预览' }).click();
	await page.waitForURL(/from=/);
}

test('the desk plans a week: post, pattern, a look before it is made, never twice, and one called off', async ({
	open
}) => {
	const desk = await open('desk');
	await signInAndLook(desk, 'moderator');
	await desk.getByRole('link', { name: '文明劝导' }).click();
	await desk.getByRole('link', { name: '点位和规律' }).click();
	await fillPost(desk, '人民路口');
	await addPattern(desk, '人民路口');

	await preview(desk);
	const rows = desk.getByRole('table', { name: '会新排的班次' }).locator('tbody tr');
	await expect(rows).toHaveCount(7);
	await expect(rows.first()).toContainText('人民路口 07:00–09:00');
	await desk.goto('/admin/shifts');
	await expect(desk.getByText('这些天还没有班次')).toBeVisible();

	await preview(desk);
	await desk.getByRole('button', { name: '生成这些班次' }).click();
	await expect(desk.getByText('已生成 7 个班次')).toBeVisible();
	await expect(desk.getByText('这些天没有要新排的班次')).toBeVisible();

	await desk.goto('/admin/shifts');
	await expect(desk.getByText('共 7 个班次，7 个还没到最少人数')).toBeVisible();
	await expect(desk.getByText('还差 3 人')).toHaveCount(7);
	await desk
		.getByRole('link', { name: /^修改或取消/ })
		.first()
		.click();
	await desk.getByText('取消这个班次').click();
	await desk.getByLabel('为什么取消').fill('当天有暴雨');
	await desk.getByRole('button', { name: '取消班次' }).click();
	await expect(desk.getByText('取消的原因：当天有暴雨')).toBeVisible();

	await preview(desk);
	await expect(desk.getByText('这些天没有要新排的班次')).toBeVisible();
	await desk.goto('/admin/shifts');
	await expect(desk.getByText('共 6 个班次')).toBeVisible();
	const off = desk.getByRole('row').filter({ hasText: '已取消' });
	await expect(off).toContainText('当天有暴雨');
	await expect(off.getByRole('link')).toHaveCount(0);
});

test('without a script the same is done on a phone, and what was typed wrongly can be mended', async ({
	noScript: phone,
	complaints
}) => {
	complaints.expect(/400/);
	await signIn(phone, 'supervisor');
	await phone.goto('/admin/shifts/posts');
	await fillPost(phone, '实验小学门口');
	await phone.goto('/admin/shifts');
	await phone.getByText('添加一个班次').click();
	const form = phone.locator('form[action*="?/add"]');
	await form.getByLabel('点位').selectOption('实验小学门口');
	await form.getByLabel('日期').fill(day(2));
	await form.getByLabel('开始').fill('16:30');
	await form.getByLabel('结束').fill('07:30');
	await form.getByLabel('说明').fill('在东门集合');
	await form.getByRole('button', { name: '添加班次' }).click();
	await expect(phone.getByRole('alert')).toContainText('一个班次最长 8 小时');
	await expect(form.getByLabel('说明')).toHaveValue('在东门集合');
	await form.getByLabel('结束').fill('18:30');
	await form.getByRole('button', { name: '添加班次' }).click();
	await expect(phone.getByText('16:30–18:30')).toBeVisible();

	await phone.getByRole('link', { name: /16:30–18:30 实验小学门口$/ }).click();
	await phone.getByLabel('日期').fill(day(3));
	await phone.getByLabel('最少几人').fill('4');
	await phone.getByRole('button', { name: '保存改动' }).click();
	await expect(phone.getByText('已保存')).toBeVisible();
	await expect(phone.getByText('还差 4 人')).toBeVisible();

	await phone.goto('/admin/shifts/posts');
	await phone.getByRole('link', { name: '修改：实验小学门口' }).click();
	await phone.getByLabel('在用').uncheck();
	await phone.getByRole('button', { name: '保存', exact: true }).click();
	await phone.goto('/admin/shifts/posts');
	await expect(phone.getByRole('row').filter({ hasText: '实验小学门口' })).toContainText('停用');
});

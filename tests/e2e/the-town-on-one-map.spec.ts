import type { Page } from '@playwright/test';
import { expect, testInBusyTown as test } from '../support/browser';
import { expectNotWider } from '../support/measure';
import { signIn } from '../support/people';

const map = (page: Page) => page.getByRole('region', { name: '挂图作战的地图' });
const lampMarks = (page: Page) => map(page).locator('a.map-point, a.map-cluster');

for (const device of ['desk', 'phone'] as const) {
	test(`open cases by their lamps, from a mark to its list to a case: ${device}`, async ({
		open
	}) => {
		const page = await open(device);
		await signIn(page, 'moderator');
		await page.goto('/admin');
		await page.getByRole('link', { name: '挂图' }).click();
		await expect(lampMarks(page).first()).toBeVisible();
		await expectNotWider(page, '/admin/map');
		// what the legend counts is what the marks say in words, shape beside colour
		const legend = page.getByRole('region', { name: '图例' });
		await expect(legend).toContainText(/已超时\s*\d+/);
		const cluster = map(page).locator('a.map-cluster').first();
		await expect(cluster).toHaveAccessibleName(/\d+ 件在办：/);
		const many = Number(await cluster.textContent());
		await cluster.focus();
		await page.keyboard.press('Enter');
		const list = page.getByRole('region', { name: '这一处的案件' });
		await expect(list.getByRole('listitem')).toHaveCount(many);
		await list.getByRole('link', { name: / · / }).first().click();
		await expect(page).toHaveURL(/\/admin\/reports\/[0-9A-Z]{4}-[0-9A-Z]{4}$/);
	});
}

test('grids are shaded by a figure, and the table beside says the same', async ({ desk }) => {
	await signIn(desk, 'supervisor');
	await desk.goto('/admin/map');
	await expect(lampMarks(desk).first()).toBeVisible();
	await desk.getByLabel('图层').selectOption('网格对比');
	await desk.getByLabel('指标').selectOption('新增上报');
	await expect(desk).toHaveURL(/figure=sent/);
	await expect(map(desk).locator('.map-area').first()).toBeAttached();
	const column = desk.getByRole('table', { name: '各网格的数' }).locator('tbody td:nth-child(2)');
	const figures = (await column.allTextContents()).map(Number);
	expect(figures).toEqual([...figures].sort((a, b) => b - a));
	expect(figures[0]).toBeGreaterThan(0);
	// the darkest on the map is the first in the table
	await expect(map(desk).locator('.map-shade-4').first()).toBeAttached();
	await expect(desk.getByRole('region', { name: '图例' })).toContainText(`${figures[0]}件`);
	await desk.getByRole('table', { name: '各网格的数' }).getByRole('link').first().click();
	await expect(desk.getByRole('heading', { name: /的案件$/ })).toBeVisible();
	const listed = desk.getByRole('region', { name: /的案件$/ }).getByRole('listitem');
	await expect(listed).toHaveCount(Math.min(50, figures[0]!));
});

test('day by day with the keyboard, and the address brings the view back', async ({
	desk,
	open
}) => {
	await signIn(desk, 'moderator');
	await desk.goto('/admin/map?layer=heat');
	await expect(map(desk).locator('.map-area').first()).toBeAttached();
	const slider = desk.getByRole('slider', { name: /哪一天/ });
	await expect(slider).toHaveAttribute('aria-valuetext', '近 30 天');
	await slider.focus();
	await desk.keyboard.press('ArrowLeft');
	await expect(desk).toHaveURL(/day=\d{4}-\d\d-\d\d/);
	await desk.keyboard.press('ArrowLeft');
	await expect(slider).toHaveAttribute('aria-valuetext', /^\d+月\d+日$|^\d+年/);
	await desk.getByRole('button', { name: '放大', exact: true }).click();
	await desk.getByLabel('大类').selectOption({ index: 1 });
	await expect(desk).toHaveURL(/group=/);
	await expect(desk).toHaveURL(/view=/);
	await desk.waitForLoadState('networkidle');
	const told = await slider.getAttribute('aria-valuetext');
	const rows = await desk.getByRole('table').textContent();
	const address = desk.url();

	const other = await open('desk');
	await signIn(other, 'supervisor');
	await other.goto(address);
	await expect(other.getByRole('slider')).toHaveAttribute('aria-valuetext', told!);
	expect(await other.getByRole('table').textContent()).toBe(rows);
	await expect(other.locator('.leaflet-control-scale-line')).toHaveText(
		(await desk.locator('.leaflet-control-scale-line').textContent())!
	);
	const view = (url: string) => new URL(url).searchParams.get('view');
	await expect.poll(() => view(other.url())).toBe(view(address));
});

test('it plays the days, and for those who asked for stillness it takes one step', async ({
	open
}) => {
	const page = await open('desk', { reducedMotion: 'reduce' });
	await signIn(page, 'moderator');
	await page.goto('/admin/map?layer=heat');
	await page.getByRole('button', { name: '下一天' }).click();
	await expect(page).toHaveURL(/day=/);
	const first = new URL(page.url()).searchParams.get('day');
	await page.waitForTimeout(1600);
	expect(new URL(page.url()).searchParams.get('day')).toBe(first);

	const moving = await open('desk');
	await signIn(moving, 'moderator');
	await moving.goto('/admin/map?layer=heat');
	await moving.getByRole('button', { name: '逐日播放' }).click();
	const day = () => new URL(moving.url()).searchParams.get('day');
	await expect.poll(day).not.toBeNull();
	const begun = day();
	await expect.poll(day).not.toBe(begun);
	await moving.getByRole('button', { name: '停住' }).click();
});

test('without a script the figures are a table, and a form asks for others', async ({
	noScript
}) => {
	await signIn(noScript, 'moderator');
	await noScript.goto('/admin/map');
	await noScript.getByLabel('图层').selectOption('网格对比');
	await noScript.getByRole('button', { name: '显示' }).click();
	await noScript.getByLabel('指标').selectOption('已超时');
	await noScript.getByRole('button', { name: '显示' }).click();
	const table = noScript.getByRole('table', { name: '各网格的数' });
	await expect(table.getByRole('columnheader').nth(1)).toHaveText('已超时');
	await table.getByRole('link').first().click();
	await expect(noScript.getByRole('heading', { name: /的案件$/ })).toBeVisible();
});

test('a map that is left in the middle of a zoom, or of a turn of the screen, leaves nothing that fails', async ({
	desk
}) => {
	await signIn(desk, 'moderator');
	await desk.goto('/admin');
	const openMap = async () => {
		await desk.getByRole('link', { name: '挂图' }).click();
		await expect(lampMarks(desk).first()).toBeVisible();
	};
	const leave = async () => {
		await desk.getByRole('link', { name: '申请' }).first().click();
		await expect(desk).toHaveURL(/\/admin\/asks$/);
		// Leaflet's own timers take a quarter of a second; what they throw fails the test
		await desk.waitForTimeout(400);
	};
	await openMap();
	await desk.getByRole('button', { name: '放大' }).click();
	await leave();
	await openMap();
	await desk.setViewportSize({ width: 800, height: 1280 });
	await leave();
});

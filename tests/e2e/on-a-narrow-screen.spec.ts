import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { expectNotWider } from '../support/measure';
import { everyPage, setSize } from '../support/pages';
import { signIn } from '../support/people';
import { prepareTown } from '../support/town';

test.use({
	startOptions: [
		{ seed: (dir: string) => prepareTown(dir, 90), env: { OFFICE_PHONE: '0000-1234567' } },
		{ scope: 'worker' }
	]
});

const unfold = (page: Page) =>
	page.locator('details').evaluateAll((all) => {
		for (const details of all) (details as HTMLDetailsElement).open = true;
	});

const narrow = { viewport: { width: 320, height: 640 } };

for (const size of ['standard', 'large', 'largest'] as const) {
	test(`nothing is read by scrolling sideways at 320 pixels: ${size}`, async ({
		open,
		server,
		complaints
	}) => {
		test.setTimeout(60_000);
		complaints.expect(/404/);
		const page = await open('phone', narrow);
		await setSize(page, server, size);
		for (const path of await everyPage(page)) {
			await page.goto(path);
			await unfold(page);
			await expectNotWider(page, path);
		}
		await signIn(page, 'resident');
		for (const path of ['/me', '/me/inbox']) {
			await page.goto(path);
			await expectNotWider(page, path);
		}
	});
}

test('nor with text twice as large, as phones let one set it', async ({ open, complaints }) => {
	test.setTimeout(60_000);
	complaints.expect(/404/);
	const page = await open('phone', { viewport: { width: 360, height: 780 } });
	for (const path of await everyPage(page)) {
		await page.goto(path);
		await unfold(page);
		await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
		await expectNotWider(page, path);
		const bar = page.getByRole('navigation', { name: '主要页面' });
		expect((await bar.boundingBox())?.height, 'the bar leaves room').toBeLessThan(160);
	}
});

test('on a screen lower than it is wide, no bar stays over the text', async ({ open }) => {
	const page = await open('phone', { viewport: { width: 640, height: 320 } });
	await page.goto('/reports');
	const bar = page.getByRole('navigation', { name: '主要页面' });
	await expect(bar).not.toBeInViewport();
	await bar.scrollIntoViewIfNeeded();
	await expect(bar.getByRole('link', { name: '我的' })).toBeInViewport();
});

test('nor are the lists of the staff: each row is a card, in which a value says what it is', async ({
	open
}) => {
	test.setTimeout(60_000);
	const page = await open('phone', narrow);
	await signIn(page, 'supervisor');
	const lists = ['units', 'categories', 'duties', 'duties/coverage'];
	const places = ['?tab=places', '?tab=grids', '/chiefs', '/officers', '/spots'];
	for (const list of [...lists, ...places.map((path) => `places${path}`)]) {
		await page.goto(`/admin/${list}`);
		const cells = page.locator('main tbody').locator('th, td');
		expect(await cells.count(), list).toBeGreaterThan(3);
		const beyond = await cells.evaluateAll((all) =>
			all
				.filter((cell) => cell.getBoundingClientRect().right > window.innerWidth)
				.map(({ textContent }) => textContent)
		);
		expect(beyond, list).toEqual([]);
		await expectNotWider(page, list);
	}
	await page.goto('/admin/places?tab=grids');
	const grid = page.getByRole('row', { name: '南门网格' });
	await expect(grid.getByRole('cell', { name: /^街道或乡镇 *城关街道$/ })).toBeVisible();
	await expect(grid.getByRole('link', { name: '修改：南门网格' })).toBeVisible();
});

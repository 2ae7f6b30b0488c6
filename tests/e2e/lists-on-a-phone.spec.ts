import { expect, testInBusyTown as test } from '../support/browser';
import { expectNotWider } from '../support/measure';
import { signIn } from '../support/people';

test('lists of the staff are not scrolled sideways: each row is a card, in which a value says what it is', async ({
	open
}) => {
	test.setTimeout(60_000);
	const page = await open('phone', { viewport: { width: 320, height: 640 } });
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

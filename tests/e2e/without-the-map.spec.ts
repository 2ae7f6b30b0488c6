import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { photoAt } from '../support/pictures';
import { prepareBusyTown } from '../support/town';

test.use(ownTown(prepareBusyTown));

/** A phone that neither loads a map nor says where it is. */
async function mapless(page: Page) {
	await page.context().clearPermissions();
	await page.route('**/api/map/**', (route) => route.abort());
}

test('a place is given from the list where there is no map and no position', async ({
	phone,
	complaints
}) => {
	complaints.expect(/ERR_FAILED/);
	await mapless(phone);
	await phone.goto('/reports/new');
	const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(0, 0) };
	await phone.getByLabel('相册').setInputFiles([photo]);
	await phone.getByRole('button', { name: '在地图上点选' }).click();
	await expect(phone.getByText('地图没有打开，请从下面选一个地点')).toBeVisible();
	await phone.getByLabel('按词查找类别').fill('垃圾桶');
	await phone.getByLabel('垃圾桶满溢、脏污').click();
	await phone.getByLabel(/选一个附近的地点/).selectOption({ label: '体育公园' });
	await expect(phone.getByText('体育公园附近')).toBeVisible();
	await phone.getByRole('button', { name: '提交' }).click();
	await expect(phone.getByRole('heading', { name: /垃圾桶满溢、脏污/ })).toBeVisible();
	await expect(phone.getByText(/体育公园/).first()).toBeVisible();
});

test('what the map shows is found in the list, grid by grid', async ({
	phone,
	server,
	complaints
}) => {
	type Shown = { features: { properties: { code?: string } }[] };
	const box = '118.75,35.53,118.92,35.63';
	const answer = await fetch(`${server.origin}/api/map/reports?bbox=${box}&zoom=18`);
	const shown = ((await answer.json()) as Shown).features.map(({ properties }) => properties.code);
	expect(shown.length).toBeGreaterThan(5);

	complaints.expect(/ERR_FAILED/);
	await mapless(phone);
	await phone.goto('/reports');
	await phone.getByRole('button', { name: '打开地图' }).click();
	await expect(phone.getByText('下面的列表可以照常看')).toBeVisible();
	const grids = await phone
		.getByLabel('网格')
		.locator('option')
		.evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value).filter(Boolean));
	const listed = new Set<string | undefined>();
	for (const grid of grids) {
		const more = phone.getByRole('link', { name: '更早的' });
		await phone.goto(`/reports?grid=${grid}`);
		for (;;) {
			const links = phone.locator('main li a');
			for (const href of await links.evaluateAll((all) =>
				all.map((a) => (a as HTMLAnchorElement).pathname)
			)) {
				listed.add(href.split('/').at(-1));
			}
			if (!(await more.isVisible())) break;
			await phone.goto((await more.getAttribute('href'))!);
		}
	}
	expect(shown.filter((code) => !listed.has(code))).toEqual([]);
});

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { signIn } from '../support/people';
import { prepareTown } from '../support/town';

test.use({ startOptions: [{ seed: (dir: string) => prepareTown(dir, 90) }, { scope: 'worker' }] });

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No breach of WCAG 2.2 AA, nothing wider than the screen. */
async function expectAccessible(page: Page, path: string) {
	await page.goto(path);
	const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
	expect(
		violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((n) => n.html).join(' | ')}`)
	).toEqual([]);
	const [wide, screen] = await page.evaluate(() => [
		document.documentElement.scrollWidth,
		document.documentElement.clientWidth
	]);
	expect(wide, `${path} is wider than the screen`).toBeLessThanOrEqual(screen!);
}

/** The first address on `list` that leads to one case. */
async function firstCase(page: Page, list: string): Promise<string> {
	await page.goto(list);
	const links = page.locator('main a[href*="-"]');
	const hrefs = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname));
	return hrefs.find((path) => /\/[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(path))!;
}

const publicPages = ['/', '/reports', '/reports/new', '/login', '/me', '/about'];

for (const colorScheme of ['light', 'dark'] as const) {
	for (const elder of [false, true]) {
		const look = `${colorScheme === 'dark' ? 'dark' : 'light'}${elder ? ', 长辈版' : ''}`;
		test(`public pages: ${look}`, async ({ open, server }) => {
			test.setTimeout(90_000);
			const page = await open('phone', { colorScheme, viewport: { width: 360, height: 780 } });
			if (elder) {
				await page.context().addCookies([{ name: 'elder', value: '1', url: server.origin }]);
			}
			for (const path of publicPages) await expectAccessible(page, path);
			await expectAccessible(page, await firstCase(page, '/reports?step=5'));
			await expectAccessible(page, await firstCase(page, '/reports'));
		});
	}
}

const desks = [
	{
		name: 'moderator',
		pages: [
			'/admin',
			'/admin/takedowns',
			'/admin/duties',
			'/admin/places',
			'/admin/units',
			'/admin/categories'
		]
	},
	{ name: 'admin', pages: ['/admin/people'] },
	{ name: 'unit2', pages: ['/unit', '/me/inbox'] },
	{ name: 'checker', pages: ['/check'] }
];
for (const { name, pages } of desks) {
	test(`what ${name} works with, on a phone and at a desk`, async ({ open }) => {
		test.setTimeout(90_000);
		for (const device of ['phone', 'desk'] as const) {
			const page = await open(device);
			await signIn(page, name);
			for (const path of pages) await expectAccessible(page, path);
			if (name !== 'admin') await expectAccessible(page, await firstCase(page, pages[0]!));
		}
	});
}

test('targets are at least 44 pixels, and 60 in 长辈版', async ({ phone, server }) => {
	for (const least of [44, 60]) {
		if (least === 60) {
			await phone.context().addCookies([{ name: 'elder', value: '1', url: server.origin }]);
		}
		for (const path of ['/', '/reports/new', '/login']) {
			await phone.goto(path);
			const small = await phone
				.locator('button, nav a, .button, summary, select, input:not([type=hidden], [type=radio])')
				.evaluateAll(
					(all, least) =>
						all
							.filter((element) => element.checkVisibility())
							.map((element) => ({
								what: element.outerHTML.slice(0, 90),
								height: (element.closest('label') ?? element).getBoundingClientRect().height
							}))
							.filter(({ height }) => height < least - 0.5),
					least
				);
			expect(small, `${path} at ${least}`).toEqual([]);
		}
	}
});

test('a report is written by keyboard alone', async ({ desk }) => {
	await desk.goto('/reports/new');
	const search = desk.getByLabel('按词查找类别');
	await search.focus();
	await desk.keyboard.type('金点子');
	await desk.keyboard.press('Tab');
	await desk.keyboard.press('Tab');
	await desk.keyboard.press('Space');
	await expect(desk.getByLabel('金点子建议')).toBeChecked();
	await desk.keyboard.press('Enter');
	await expect(desk.getByRole('button', { name: '更改' })).toBeFocused();
	await desk.keyboard.press('Tab');
	await expect(desk.getByRole('button', { name: '用当前位置' })).toBeFocused();
	await desk.keyboard.press('Enter');
	await expect(desk.getByText('青禾大街与人民路路口附近')).toBeVisible();
	await desk.getByLabel('说几句（选填）').focus();
	await desk.keyboard.type('多种些树');
	await desk.getByRole('button', { name: '提交' }).focus();
	await desk.keyboard.press('Enter');
	await expect(desk.getByRole('heading', { name: /金点子建议/ })).toBeVisible();
});

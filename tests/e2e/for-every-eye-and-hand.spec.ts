import type { Page } from '@playwright/test';
import { expectAccessible, ofColours, ofSizes } from '../support/accessible';
import { expect, testInBusyTown as test, type Fixtures } from '../support/browser';
import { expectNotWider, smallTargets, smallWords } from '../support/measure';
import {
	expectServed,
	firstBelow,
	firstCase,
	follow,
	looks,
	setSize,
	walks
} from '../support/pages';
import { signIn } from '../support/people';

const unfold = (page: Page) =>
	page.locator('details').evaluateAll((all) => {
		for (const details of all) (details as HTMLDetailsElement).open = true;
	});

const phoneSize = { width: 360, height: 780 };
const narrow = { width: 320, height: 640 };

type Using = Pick<Fixtures, 'open' | 'server' | 'complaints'>;

/** All pages of a resident, each opened once for all that is measured on it. */
async function onEveryPage(
	{ open, server, complaints }: Using,
	size: keyof typeof looks,
	measure: (page: Page, path: string) => Promise<void>
) {
	test.setTimeout(180_000);
	complaints.expect(/404/);
	const visit = async (page: Page, path: string) => {
		await page.setViewportSize(phoneSize);
		await follow(page, path);
		await measure(page, path);
		await expectNotWider(page, path);
		await unfold(page);
		await page.setViewportSize(narrow);
		await expectNotWider(page, `${path} at 320 pixels`);
	};
	for (const [name, pages] of Object.entries(walks)) {
		const page = await open('phone', { viewport: phoneSize });
		await setSize(page, server, size);
		if (name !== 'guest') await signIn(page, name);
		for (const path of await pages(page)) await visit(page, path);
		await page.close();
	}
}

test('every page of a resident’s, by day and by night, for a finger and with text twice as large', async ({
	open,
	server,
	complaints
}) => {
	await onEveryPage({ open, server, complaints }, 'standard', async (page, path) => {
		await expectServed(page, path);
		await expectAccessible(page, path);
		expect(await smallTargets(page, 44), path).toEqual([]);
		await page.emulateMedia({ colorScheme: 'dark' });
		await expectAccessible(page, path, { only: ofColours });
		await page.emulateMedia({ colorScheme: 'light' });
		// as phones let one set it
		await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
		await expectNotWider(page, `${path} twice as large`);
		const bar = page.getByRole('navigation', { name: '主要页面' });
		expect((await bar.boundingBox())?.height, 'the bar leaves room').toBeLessThan(160);
		await page.evaluate(() => (document.documentElement.style.fontSize = ''));
	});
});

test('in 长辈版 every page has its sizes and the office a tap away, large by day and largest by night', async ({
	open,
	server,
	complaints
}) => {
	await onEveryPage({ open, server, complaints }, 'large', async (page, path) => {
		for (const [size, colorScheme] of [
			['large', 'light'],
			['largest', 'dark']
		] as const) {
			const what = `${path} in ${size}`;
			// the page the server sends is the same for both but for this
			await page.evaluate((size) => (document.documentElement.dataset.elder = size), size);
			await page.emulateMedia({ colorScheme });
			// all else that axe looks at is as in the standard size
			expect(await smallTargets(page, 60), what).toEqual([]);
			expect(await smallWords(page, 18, 1.3), what).toEqual([]);
			await expectNotWider(page, what);
			const call = page.getByRole('link', { name: '打电话给文明办' });
			await expect(call).toHaveAttribute('href', 'tel:0000-1234567');
			await expect(call).toBeInViewport();
		}
	});
});

/** `below` are lists of which the first line is opened, by those who see no case. */
type Desk = { name: string; pages: string[]; below?: string[] };
const desks: Desk[] = [
	{
		name: 'moderator',
		pages: [
			'/admin',
			'/admin/bulk?queue=intake&all=on',
			'/admin/bulk?queue=intake&all=on&action=accept&send=on',
			'/admin/orders',
			'/admin/templates',
			'/admin/map',
			'/admin/map?layer=grids',
			'/admin/takedowns',
			'/admin/search',
			'/admin/search?q=垃圾&urgent=1&sort=pressing',
			'/admin/duties',
			'/admin/duties/coverage?category=cityscape.livestock',
			'/admin/duties/history?category=cityscape.livestock&grid=1&segment=1&duty=1',
			'/admin/places',
			'/admin/places?tab=grids&change=1',
			'/admin/places/spots?what=building',
			'/admin/places/spots?what=shop&change=1',
			'/admin/places/chiefs?change=1',
			'/admin/places/officers?street=青禾大街',
			'/admin/places/shape?what=grid&id=1',
			'/admin/places/shape?what=segment',
			'/admin/units',
			'/admin/categories',
			'/admin/shifts',
			'/admin/shifts/plan',
			'/admin/shifts/posts',
			'/admin/shifts/hours',
			'/admin/shifts/hours/export',
			'/admin/shifts/groups',
			'/admin/shifts/hot-spots',
			'/admin/shifts/rules'
		]
	},
	{
		name: 'supervisor',
		pages: [
			'/admin/supervised',
			'/admin/asks',
			'/admin/limits',
			'/admin/limits?change=intake',
			'/admin/calendar',
			'/admin/surveys',
			'/admin/surveys/questionnaires/1',
			'/admin/surveys/household-2',
			'/admin/surveys/letters-1',
			'/admin/surveys/open-1/review',
			'/admin/surveys/household-1/results',
			'/admin/surveys/household-1/results?down=sat_all&across=demo_sex',
			'/admin/surveys/household-1/results?against=household-0'
		]
	},
	{ name: 'admin', pages: ['/admin/people', '/admin/void'] },
	{ name: 'security', pages: ['/admin/security', '/admin/retention'] },
	{ name: 'audit', pages: ['/admin/audit'] },
	{ name: 'unit2', pages: ['/unit', '/me/inbox'] },
	{ name: 'checker', pages: ['/check'] },
	{
		name: 'editor',
		pages: [
			'/admin/posters',
			'/admin/posters/new',
			'/admin/posters/calendar',
			'/admin/posters/themes',
			'/admin/posters/sites',
			'/admin/quiz'
		],
		below: ['/admin/posters', '/admin/posters/sites']
	},
	{ name: 'enumerator', pages: ['/visits'], below: ['/visits'] }
];
/** They see no case. */
const administrators = ['admin', 'security', 'audit'];
for (const { name, pages, below } of desks) {
	test(`what ${name} works with, at a desk and on a phone`, async ({ open }) => {
		test.setTimeout(120_000);
		const page = await open('desk');
		await signIn(page, name);
		const opened: string[] = [];
		for (const list of below ?? []) opened.push(await firstBelow(page, list, pages));
		if (!below && !administrators.includes(name)) opened.push(await firstCase(page, pages[0]!));
		for (const path of [...pages, ...opened]) {
			await page.setViewportSize({ width: 1440, height: 900 });
			await follow(page, path);
			await expectServed(page, path);
			await expectAccessible(page, path);
			await expectNotWider(page, path);
			await page.setViewportSize({ width: 390, height: 844 });
			await expectAccessible(page, path, { only: ofSizes });
			await expectNotWider(page, `${path} on a phone`);
		}
	});
}

test('nothing moves for those who asked for stillness', async ({ open }) => {
	const page = await open('phone', { reducedMotion: 'reduce' });
	for (const path of ['/', '/reports', '/reports/new']) {
		await page.goto(path);
		const moving = await page.evaluate(() => {
			const probe = document.body.appendChild(document.createElement('p'));
			probe.style.cssText = 'transition: opacity 1s; animation: spin 1s';
			const all = [...document.querySelectorAll('*')].filter((element) => {
				const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
				return (
					[transitionDuration, animationDuration].some((time) => parseFloat(time) > 0.001) ||
					scrollBehavior === 'smooth'
				);
			});
			return all.map((element) => element.outerHTML.slice(0, 90));
		});
		expect(moving, path).toEqual([]);
	}
});

test('where the system paints its own colours, the page one is on can still be told', async ({
	open
}) => {
	const page = await open('phone', { forcedColors: 'active' });
	await page.goto('/reports');
	const top = (name: string) =>
		page
			.getByRole('navigation', { name: '主要页面' })
			.getByRole('link', { name })
			.evaluate((link) => getComputedStyle(link).fontWeight);
	expect(Number(await top('公开'))).toBeGreaterThan(Number(await top('首页')));
	const edges = await page
		.locator('.button')
		.evaluateAll((all) => all.map((button) => getComputedStyle(button).borderTopStyle));
	expect(edges.every((style) => style !== 'none')).toBe(true);
});

test('on a screen lower than it is wide, no bar stays over the text', async ({ open }) => {
	const page = await open('phone', { viewport: { width: 640, height: 320 } });
	await page.goto('/reports');
	const bar = page.getByRole('navigation', { name: '主要页面' });
	await expect(bar).not.toBeInViewport();
	await bar.scrollIntoViewIfNeeded();
	await expect(bar.getByRole('link', { name: '我的' })).toBeInViewport();
});

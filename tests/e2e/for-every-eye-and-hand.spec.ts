import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { expectNotWider, smallTargets } from '../support/measure';
import { everyPage, firstCase, setSize } from '../support/pages';
import { signIn } from '../support/people';
import { prepareTown } from '../support/town';

test.use({
	startOptions: [
		{ seed: (dir: string) => prepareTown(dir, 90), env: { OFFICE_PHONE: '0000-1234567' } },
		{ scope: 'worker' }
	]
});

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What another colour scheme or size of text can breach; the rest is the same in every look. */
const ofTheLook = ['color-contrast', 'target-size', 'link-in-text-block', 'meta-viewport'];

/** No breach of WCAG 2.2 AA, nothing wider than the screen. */
async function expectAccessible(page: Page, path: string, { only }: { only?: string[] } = {}) {
	await page.goto(path);
	// marks on a map lie as close as what they stand for; the list beside it does the same
	const axe = new AxeBuilder({ page }).exclude('.leaflet-marker-pane');
	const { violations } = await (only ? axe.withRules(only) : axe.withTags(rules)).analyze();
	expect(
		violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((n) => n.html).join(' | ')}`)
	).toEqual([]);
	await expectNotWider(page, path);
}

const looks = [
	['light', 'standard'],
	['dark', 'standard'],
	['light', 'large'],
	['dark', 'largest']
] as const;

for (const [colorScheme, size] of looks) {
	test(`every page of a resident's: ${colorScheme}, ${size}`, async ({
		open,
		server,
		complaints
	}) => {
		test.setTimeout(120_000);
		complaints.expect(/404/);
		const page = await open('phone', { colorScheme, viewport: { width: 360, height: 780 } });
		await setSize(page, server, size);
		const only = colorScheme === 'light' && size === 'standard' ? undefined : ofTheLook;
		for (const path of await everyPage(page)) await expectAccessible(page, path, { only });
		await signIn(page, 'resident');
		const own = ['/me', '/me/inbox', '/me/settings', '/me/security', '/me/data', '/login/again'];
		for (const path of own) await expectAccessible(page, path, { only });
	});
}

const desks = [
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
			'/admin/categories'
		]
	},
	{
		name: 'supervisor',
		pages: [
			'/admin/supervised',
			'/admin/asks',
			'/admin/limits',
			'/admin/limits?change=intake',
			'/admin/calendar'
		]
	},
	{ name: 'admin', pages: ['/admin/people', '/admin/void'] },
	{ name: 'security', pages: ['/admin/security', '/admin/retention'] },
	{ name: 'audit', pages: ['/admin/audit'] },
	{ name: 'unit2', pages: ['/unit', '/me/inbox'] },
	{ name: 'checker', pages: ['/check'] }
];
/** They see no case. */
const administrators = ['admin', 'security', 'audit'];
for (const { name, pages } of desks) {
	test(`what ${name} works with, at a desk and on a phone`, async ({ open }) => {
		test.setTimeout(180_000);
		const desk = await open('desk');
		await signIn(desk, name);
		const opened = administrators.includes(name) ? [] : [await firstCase(desk, pages[0]!)];
		for (const path of [...pages, ...opened]) await expectAccessible(desk, path);
		const phone = await open('phone');
		await signIn(phone, name);
		for (const path of [...pages, ...opened]) {
			await expectAccessible(phone, path, { only: ofTheLook });
		}
	});
}

test('whatever a finger works is at least 44 pixels wide and high', async ({
	phone,
	complaints
}) => {
	test.setTimeout(60_000);
	complaints.expect(/404/);
	const pages = await everyPage(phone);
	for (const path of pages) {
		await phone.goto(path);
		expect(await smallTargets(phone, 44), path).toEqual([]);
	}
	await signIn(phone, 'resident');
	for (const path of ['/me', '/me/inbox']) {
		await phone.goto(path);
		expect(await smallTargets(phone, 44), path).toEqual([]);
	}
});

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

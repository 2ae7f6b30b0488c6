import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { TestServer } from './server';

/** Every page that residents have, found in the tree, so that a new one is looked at too. */
export const residentPages = readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
	.map((path) => path.replaceAll('\\', '/'))
	.filter((path) => /^\((public|me)\)\/(.*\/)?\+page\.svelte$/.test(path) && !path.includes('['))
	.map((path) => path.replace(/^\(\w+\)/, '').replace(/\/\+page\.svelte$/, '') || '/')
	// it is there once, before the first administrator
	.filter((path) => path !== '/first-start')
	.sort();

/** Pages that go wrong. */
export const troubledPages = ['/nowhere', '/reports/ZZZZ-ZZZZ'];

/** The first address on `list` that leads to one case. */
export async function firstCase(page: Page, list: string): Promise<string> {
	await page.goto(list);
	const links = page.locator('main a[href*="-"]');
	const hrefs = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname));
	return hrefs.find((path) => /\/[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(path))!;
}

/** The first page on `list` that lies below it. */
export async function firstBelow(
	page: Page,
	list: string,
	known: readonly string[] = []
): Promise<string | undefined> {
	await page.goto(list);
	const links = page.locator(`main a[href^="${list}/"]`);
	const hrefs = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname));
	return hrefs.find((path) => !known.includes(path));
}

/** All of the above, with one report that is closed and one that is under way, a shift and a grid. */
export async function everyPage(page: Page): Promise<string[]> {
	const closed = await firstCase(page, '/reports?step=5');
	const open = await firstCase(page, '/reports');
	const shift = await firstCase(page, '/shifts');
	const grid = '/grids/QH02001';
	const cases = [closed, open, shift].filter((path) => path !== undefined);
	const checkIn = shift === undefined ? [] : [`${shift}/check-in`];
	const told = [
		await firstBelow(page, '/posters'),
		await firstBelow(page, '/quiz', ['/quiz/round']),
		await firstBelow(page, '/surveys')
	].filter((path) => path !== undefined);
	return [...residentPages, ...cases, ...checkIn, grid, `${grid}/sign`, ...troubledPages, ...told];
}

export const looks = { standard: '', large: '1', largest: '2' } as const;

/** The size of text, as the switch on the home page would have set it. */
export async function setSize(page: Page, server: TestServer, size: keyof typeof looks) {
	await page.context().addCookies([{ name: 'elder', value: looks[size], url: server.origin }]);
}

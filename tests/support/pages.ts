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

const endsInCode = /\/[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** The first address on `list` that leads to one case, or to what else has a code, `under` a folder. */
export async function firstCase(page: Page, list: string, under = '/'): Promise<string> {
	await page.goto(list);
	const links = page.locator('main a[href*="-"]');
	const hrefs = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname));
	return hrefs.find((path) => path.startsWith(under) && endsInCode.test(path))!;
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

/** What only those on a shift see, who are there now: `volunteer` with a certificate, and `lead`. */
export const onShift = {
	volunteer: async (page: Page): Promise<string[]> => {
		const certificate = await firstCase(page, '/me/hours/certificates', '/me/hours/');
		const shift = await firstCase(page, '/me/shifts', '/shifts/');
		const group = await firstCase(page, '/me/shifts', '/groups/');
		const verified = certificate.replace('/me/hours', '/verify');
		const own = ['/me/hours', '/me/hours/certificates', certificate];
		return [...own, `${shift}/check-in`, verified, group];
	},
	lead: async (page: Page): Promise<string[]> => {
		const shift = await firstCase(page, '/me/shifts', '/shifts/');
		const group = await firstCase(page, '/me/shifts', '/me/groups/');
		return [`${shift}/on-site`, group, `${group.replace('/me', '')}/sign`];
	}
};

export const looks = { standard: '', large: '1', largest: '2' } as const;

/** The size of text, as the switch on the home page would have set it. */
export async function setSize(page: Page, server: TestServer, size: keyof typeof looks) {
	await page.context().addCookies([{ name: 'elder', value: looks[size], url: server.origin }]);
}

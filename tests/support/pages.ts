import { readdirSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import type { TestServer } from './server';

/** The pages of a part of the tree, found there, so that a new one is looked at too. */
const pagesOf = (part: string) =>
	readdirSync(`src/routes/${part}`, { recursive: true, encoding: 'utf8' })
		.map((path) => `/${path.replaceAll('\\', '/')}`)
		.filter((path) => path.endsWith('/+page.svelte') && !path.includes('['))
		.map((path) => path.replace(/\/\+page\.svelte$/, '') || '/')
		.sort();

const anyones = pagesOf('(public)');
/** Those of `(me)` that are there for who has not signed in; the others lead to signing in. */
const beforeSigningIn = ['/login', '/me', '/me/unsent'];
const ones = pagesOf('(me)').filter(
	// the first is there once, before the first administrator; at the second nobody stays who is signed in
	(path) => path !== '/first-start' && path !== '/login'
);

/** Pages that go wrong. */
const troubledPages = ['/nowhere', '/reports/ZZZZ-ZZZZ'];

const endsInCode = /\/[0-9A-Z]{4}-[0-9A-Z]{4}$/;

/** The first address on `list` that leads to one case, or to what else has a code, `under` a folder. */
export const firstCase = (page: Page, list: string, under = '/'): Promise<string> =>
	firstOf(page, list, (path) => path.startsWith(under) && endsInCode.test(path));

/** The first page on `list` that lies below it. */
export const firstBelow = (
	page: Page,
	list: string,
	known: readonly string[] = []
): Promise<string> =>
	firstOf(page, list, (path) => path.startsWith(`${list}/`) && !known.includes(path));

async function firstOf(page: Page, list: string, wanted: (path: string) => boolean) {
	await page.goto(list);
	const links = page.locator('main a[href]');
	const paths = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).pathname));
	const found = paths.find(wanted);
	expect(found, `what to open on ${list}`).toBeDefined();
	return found!;
}

/**
 * Goes on to `path` as by a link on the page. What the browser has read of the site, and what a test has
 * given it, serves the next page too; a page that is opened by its address reads all of it anew.
 */
export async function follow(page: Page, path: string): Promise<void> {
	if (page.url() === 'about:blank') return void (await page.goto(path));
	const arrived = page.waitForEvent('framenavigated');
	await page.evaluate((path) => {
		const link = document.querySelector('#app')!.appendChild(document.createElement('a'));
		link.href = path;
		link.click();
		link.remove();
	}, path);
	await arrived;
	await page.waitForLoadState();
	await expect(page.getByRole('progressbar', { name: '正在打开' })).toHaveCount(0);
}

/** Who comes to the page of `page` by its address is served it, too, under the same title. */
export async function expectServed(page: Page, path: string): Promise<void> {
	const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
	expect(answer.status(), path).toBeLessThan(500);
	expect(/<title>(.*?)<\/title>/.exec(await answer.text())?.[1], path).toBe(await page.title());
}

/** What anyone may see, with one report that is closed and one that is under way, a shift and a grid. */
async function seenByAnyone(page: Page): Promise<string[]> {
	const closed = await firstCase(page, '/reports?step=5');
	const open = await firstCase(page, '/reports');
	const shift = await firstCase(page, '/shifts');
	const grid = '/grids/QH02001';
	const told = [
		await firstBelow(page, '/posters'),
		await firstBelow(page, '/quiz', ['/quiz/round']),
		await firstBelow(page, '/surveys')
	];
	const ofOne = [closed, open, shift, `${shift}/check-in`, grid, `${grid}/sign`, ...told];
	return [...anyones, ...beforeSigningIn, ...ofOne, ...troubledPages];
}

/**
 * The pages of each resident who is to look at theirs, by the name to sign in with, or as a guest.
 * Volunteer and lead are on a shift now, and the volunteer has a certificate.
 */
export const walks = {
	guest: seenByAnyone,
	resident: () => ones,
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

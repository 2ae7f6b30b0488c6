import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { breaks, makeLine } from '../support/line';
import { fillReport, submitReport } from '../support/reporting';
import { startServer } from '../support/server';
import { prepareTown } from '../support/town';

test.beforeEach(({ complaints }) => {
	// what the browser says when nothing answers
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError/);
});

const isWords = (method: string, path: string) =>
	method === 'PUT' && /^\/api\/reports\/[\w-]+$/.test(path);
const isPhoto = (method: string, path: string) => method === 'PUT' && path.includes('/photos/');

/** The words of this phone's reports that the server has, in the order in which it got them. */
async function arrived(page: Page): Promise<string[]> {
	await page.goto('/me');
	const words = await page.locator('a[href^="/reports/"] q').allTextContents();
	return words.reverse();
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `第 ${i + 1} 件`);

async function allSent(page: Page, timeout = 60_000) {
	await expect(page.getByText(/^未发送 \d+ 条/)).toHaveCount(0, { timeout });
}

/** On a phone that has been here before, so that it keeps the site. */
async function withServiceWorker(page: Page) {
	await page.goto('/reports/new');
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.reload();
}

/** The picture of one that waits is not drawn anew when another is tried again. */
async function expectStill(page: Page) {
	const [tried, other] = [1, 2].map((n) =>
		page.getByRole('article').filter({ hasText: `第 ${n} 件` })
	) as [Locator, Locator];
	const drawn = await other.getByRole('img').getAttribute('src');
	const tries = /已试 \d+ 次/.exec(await tried.innerText())![0];
	await tried.getByRole('button', { name: '现在发送' }).click();
	await expect(tried).not.toContainText(tries);
	await expect(tried).toContainText(/已试 \d+ 次/);
	expect(await other.getByRole('img').getAttribute('src')).toBe(drawn);
}

async function writeOffline(page: Page, n: number) {
	await page.getByRole('link', { name: '随手拍', exact: true }).click();
	await fillReport(page, n);
	await submitReport(page);
	await expect(page.getByRole('heading', { name: /^未发送/ })).toBeVisible();
}

test('fifty reports with photos, written while the server is away and the tab killed, arrive once and in order', async ({
	open
}) => {
	test.setTimeout(300_000);
	const before = await startServer({ seed: (dir) => prepareTown(dir) });
	const line = await makeLine();
	line.connect(before.port);
	const first = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await withServiceWorker(first);

	line.disconnect();
	await before.kill();
	for (let n = 1; n <= 50; n++) await writeOffline(first, n);
	await expect(first.getByRole('heading', { name: '未发送 50 条' })).toBeVisible();
	await first.close({ runBeforeUnload: false });

	const after = await startServer({ dir: before.dir });
	line.connect(after.port);
	const second = await first.context().newPage();
	await second.goto('/');
	await expect(second.getByText(/^未发送 \d+ 条/)).toBeVisible();
	await allSent(second, 120_000);
	expect(await arrived(second)).toEqual(numbered(50));
	await expect(second.locator('a[href^="/reports/"] img')).toHaveCount(50);
	await after.stop();
	await line.close();
});

test('two tabs that send at once send each report once', async ({ open, server }) => {
	test.setTimeout(90_000);
	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await withServiceWorker(phone);
	line.disconnect();
	for (const n of [1, 2, 3, 4]) await writeOffline(phone, n);
	await expectStill(phone);
	const other = await phone.context().newPage();
	await other.goto('/me/unsent');
	await expect(other.getByRole('heading', { name: '未发送 4 条' })).toBeVisible();

	line.connect(server.port);
	await Promise.all(
		[phone, other].map((page) => page.evaluate(() => void dispatchEvent(new Event('online'))))
	);
	await allSent(phone);
	await allSent(other);
	expect(await arrived(phone)).toEqual(numbered(4));
	const words = line.passed.filter((request) =>
		isWords(...(request.split(' ') as [string, string]))
	);
	expect(new Set(words).size).toBe(4);
	expect(words).toHaveLength(4);
	await line.close();
});

for (const [what, is] of [
	['its words', isWords],
	['its photo', isPhoto]
] as const) {
	for (const where of breaks) {
		test(`the line cut ${where}, ${what} on the way: one report, and with its photo`, async ({
			open,
			server
		}) => {
			const line = await makeLine();
			line.connect(server.port);
			const phone = await open('phone', { baseURL: line.origin });
			await phone.goto('/reports/new');
			await fillReport(phone, 1);
			let cuts = 0;
			line.breakAt((method, path) => (is(method, path) && cuts++ === 0 ? where : null));
			await submitReport(phone);
			await expect
				.poll(() => line.passed.some((request) => request.includes('/photos/')), {
					timeout: 15_000
				})
				.toBe(true);
			const list = await phone.context().newPage();
			await list.goto('/me/unsent');
			await expect(list.getByText('都发出去了')).toBeVisible({ timeout: 10_000 });
			expect(cuts).toBeGreaterThan(1);
			expect(await arrived(phone)).toEqual(['第 1 件']);
			await phone.getByText('第 1 件').click();
			await expect(phone.getByAltText('上报时的照片')).toHaveCount(1);
			await line.close();
		});
	}
}

test('without a service worker what was written in a lift is sent when the network is back', async ({
	open,
	server
}) => {
	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'block' });
	await phone.goto('/reports/new');
	await fillReport(phone, 1);
	line.disconnect();
	await submitReport(phone);
	await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();
	expect(await phone.evaluate(() => navigator.serviceWorker.controller)).toBeNull();

	line.connect(server.port);
	await phone.reload();
	await expect(phone.getByText('都发出去了')).toBeVisible({ timeout: 15_000 });
	expect(await arrived(phone)).toEqual(['第 1 件']);
	await line.close();
});

for (const [day, ahead] of [
	['ahead', 1],
	['behind', -1]
] as const) {
	test(`with a clock a day ${day} it arrives, dated when it was written`, async ({
		open,
		server
	}) => {
		const line = await makeLine();
		line.connect(server.port);
		const phone = await open('phone', { baseURL: line.origin });
		await phone.clock.install({ time: Date.now() + ahead * 86_400_000 });
		await phone.goto('/reports/new');
		await fillReport(phone, 1);
		line.disconnect();
		await submitReport(phone);
		await expect(phone.getByRole('heading', { name: '未发送 1 条' })).toBeVisible();

		line.connect(server.port);
		const sent = phone.waitForRequest((request) =>
			isWords(request.method(), new URL(request.url()).pathname)
		);
		await phone.clock.fastForward('30:00');
		const { occurred_at } = (await sent).postDataJSON() as { occurred_at: string };
		const minutesAgo = (Date.now() - Date.parse(occurred_at)) / 60_000;
		expect(minutesAgo).toBeGreaterThan(29);
		expect(minutesAgo).toBeLessThan(32);
		await expect(phone.getByText('都发出去了')).toBeVisible();
		await line.close();
	});
}

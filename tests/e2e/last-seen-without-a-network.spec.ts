import type { Page } from '@playwright/test';
import { expect, testInBusyTown as test } from '../support/browser';
import { makeLine } from '../support/line';
import { signIn } from '../support/people';

test.beforeEach(({ complaints }) => {
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError|status of (500|404)/);
});

async function onALine(open: (device: 'phone', more: object) => Promise<Page>, port: number) {
	const line = await makeLine();
	line.connect(port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	return { line, phone };
}

/** The addresses that the service worker keeps, and all the text of what is kept. */
const kept = (page: Page) =>
	page.evaluate(async () => {
		const found: { path: string; text: string }[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				const { pathname } = new URL(request.url);
				const isCode = pathname.startsWith('/_app/') || pathname.startsWith('/icons/');
				const response = isCode ? undefined : await cache.match(request);
				found.push({ path: pathname, text: (await response?.text()) ?? '' });
			}
		}
		return found;
	});

test('pages seen before are there without a network, with the time at which they were seen', async ({
	open,
	server
}) => {
	const { line, phone } = await onALine(open, server.port);
	await phone.goto('/reports');
	const first = phone.locator('main a[href^="/reports/"] strong').first();
	const label = (await first.textContent()) ?? '';
	await phone.goto('/reports/new?lat=35.5815&lng=118.836');
	await expect(phone.getByText(/路口附近/)).toBeVisible();
	await phone.goto('/me');
	line.disconnect();

	await phone.goto('/reports');
	await expect(first).toHaveText(label);
	await expect(phone.getByText(/^连不上网络，这是 .*\d{1,2}:\d{2} 看到的内容/)).toBeVisible();
	await phone.getByRole('link', { name: '我的', exact: true }).click();
	await expect(phone.getByRole('heading', { name: '我的', level: 1 })).toBeVisible();
	await phone.goto('/reports/new');
	await expect(phone.getByLabel('按词查找类别')).toBeVisible();

	await phone.goto('/reports/new?lat=35.5815&lng=118.836');
	await phone.goto('/reports/new');
	await expect(phone.getByText(/路口附近/)).toHaveCount(0);
	await phone.goto('/reports?group=sanitation');
	await expect(phone.getByRole('heading', { name: '现在连不上网络' })).toBeVisible();
	await phone.getByRole('link', { name: '未发送的上报' }).click();
	await expect(phone.getByText('都发出去了')).toBeVisible();

	line.connect(server.port);
	await phone.goto('/reports');
	await expect(first).toHaveText(label);
	await expect(phone.getByText(/^连不上网络/)).toHaveCount(0);
	await line.close();
});

test('signing out leaves no page and no draft of the person on the phone', async ({
	open,
	server
}) => {
	const { line, phone } = await onALine(open, server.port);
	await signIn(phone, 'resident');
	await phone.goto('/me');
	await phone.goto('/me/inbox');
	const own = await phone.locator('main').innerText();
	expect(own.length).toBeGreaterThan(20);
	await expect.poll(async () => (await kept(phone)).map(({ path }) => path)).toContain('/me/inbox');

	await phone.goto('/reports/new');
	await phone.getByLabel('说几句（选填）').fill('登录时写的');
	await phone.waitForTimeout(300);
	await phone.reload();
	await expect(phone.getByLabel('说几句（选填）')).toHaveValue('登录时写的');
	await phone.goto('/me');
	const lastResort = (await kept(phone)).find(({ path }) => path === '/offline');
	expect(lastResort?.text, 'is the page of nobody').toContain('>登录</a>');
	// the network goes while the pages of whoever was signed in are thrown away
	line.breakAt((_, path) => (path === '/offline' ? 'before' : null));
	await phone.getByRole('button', { name: '退出登录' }).click();
	await expect(phone.getByRole('link', { name: '登录' })).toBeVisible();
	await expect
		.poll(async () => (await kept(phone)).map(({ path }) => path))
		.not.toContain('/me/inbox');
	const rest = await kept(phone);
	expect(rest.filter(({ text }) => text.includes('退出登录'))).toEqual([]);
	await phone.goto('/reports/new');
	await phone.waitForTimeout(500);
	await expect(phone.getByLabel('说几句（选填）')).toHaveValue('');
	line.disconnect();
	await phone.goto('/me/inbox');
	await expect(phone.getByRole('heading', { name: '现在连不上网络' })).toBeVisible();
	await line.close();
});

test('the page that stands in for another leads to that one when the network is back', async ({
	open,
	server
}) => {
	const { line, phone } = await onALine(open, server.port);
	const noNetwork = phone.getByRole('heading', { name: '现在连不上网络' });
	line.disconnect();
	await phone.goto('/reports?state=closed');
	await expect(noNetwork).toBeVisible();
	await phone.getByRole('link', { name: '再试一次' }).click();
	await expect(noNetwork).toBeVisible();

	line.connect(server.port);
	await phone.getByRole('button', { name: '长辈版' }).click();
	await expect(phone).toHaveURL('/reports?state=closed');
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('公开的上报');
	await expect(phone.getByRole('button', { name: '标准版' })).toBeVisible();

	line.disconnect();
	await phone.goto('/reports?step=5');
	await expect(noNetwork).toBeVisible();
	line.connect(server.port);
	await phone.getByRole('link', { name: '再试一次' }).click();
	await expect(phone).toHaveURL('/reports?step=5');
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('公开的上报');
	await line.close();
});

test('what the desk sees, claim links and photos that are not public are never kept', async ({
	open,
	server
}) => {
	const { line, phone } = await onALine(open, server.port);
	await signIn(phone, 'moderator');
	await phone.goto('/admin');
	await phone.locator('main a[href^="/admin/reports/"]').first().click();
	await phone.waitForLoadState('networkidle');
	const paths = (await kept(phone)).map(({ path }) => path);
	expect(paths.length).toBeGreaterThan(5);
	expect(paths.filter((path) => /^\/(admin|unit|check|login)|\/original/.test(path))).toEqual([]);
	await line.close();
});

test('of those on site their own open cases alone are kept, and nothing when they have signed out', async ({
	open,
	server
}) => {
	const { line, phone } = await onALine(open, server.port);
	await signIn(phone, 'unit2');
	await phone.goto('/unit');
	const mine = await phone
		.locator('main section a[href^="/unit/"]')
		.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
	const ofStaff = async () =>
		(await kept(phone))
			.map(({ path }) => path.replace(/\/__data\.json$/, ''))
			.filter((path) => /^\/(admin|unit|check|login)/.test(path));
	await expect.poll(ofStaff, { timeout: 20_000 }).toContain('/unit');
	await expect
		.poll(async () => (await ofStaff()).every((path) => path === '/unit' || mine.includes(path)))
		.toBe(true);
	await phone.getByRole('button', { name: '退出' }).click();
	await phone.waitForURL('**/');
	await expect
		.poll(async () =>
			(await kept(phone)).filter(({ path }) => /^\/(unit|check)|\/original/.test(path))
		)
		.toEqual([]);
	await line.close();
});

test('a new version is offered, never in the middle of writing, and comes when it is asked for', async ({
	open,
	server
}) => {
	const { line, phone } = await onALine(open, server.port);
	line.rewrite((path, answer) =>
		path === '/service-worker.js' ? Buffer.concat([answer, Buffer.from('\n// the next')]) : answer
	);
	await phone.goto('/reports/new');
	await phone.getByLabel('说几句（选填）').fill('写到一半');
	await phone.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update();
		while (!registration?.waiting) await new Promise((on) => setTimeout(on, 50));
	});
	await expect(phone.getByText('有新版本')).toHaveCount(0);
	await phone.getByRole('link', { name: '首页' }).click();
	await expect(phone.getByText('有新版本')).toBeVisible();
	const reloaded = phone.waitForEvent('load');
	await phone.getByRole('button', { name: '更新' }).click();
	await reloaded;
	await expect(phone.getByText('有新版本')).toHaveCount(0);
	await phone.goto('/reports/new');
	await expect(phone.getByLabel('说几句（选填）')).toHaveValue('写到一半');
	await line.close();
});

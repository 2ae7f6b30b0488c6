import type { Page } from '@playwright/test';
import { expect, testInBusyTown as test } from '../support/browser';
import { makeLine } from '../support/line';
import { signIn } from '../support/people';

test.beforeEach(({ complaints }) => {
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError|status of (401|409|500)/);
});

const kept = (page: Page) =>
	page.evaluate(async () => {
		const cache = await caches.open('field-pages');
		return (await cache.keys()).map(({ url }) => new URL(url).pathname);
	});

const choose = (page: Page, question: RegExp, option: string) =>
	page
		.getByRole('group', { name: question })
		.getByRole('radio', { name: option, exact: true })
		.check();

test('an enumerator asks and is refused without a network, and all of it arrives once', async ({
	open,
	server
}) => {
	test.setTimeout(180_000);
	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await signIn(phone, 'enumerator');
	await phone.goto('/visits');
	const links = await phone
		.locator('main a[href^="/visits/"]')
		.evaluateAll((found) => found.map((a) => a.getAttribute('href')!));
	const [first, second] = links as [string, string];
	await expect.poll(() => kept(phone), { timeout: 30_000 }).toContain(first);
	await expect.poll(() => kept(phone), { timeout: 30_000 }).toContain(second);

	line.disconnect();
	await phone.goto(first);
	await expect(phone.getByText(/（不读）/).first()).toBeVisible();
	await choose(phone, /正在创建文明城市吗/, '知道');
	await choose(phone, /支持本地继续开展/, '支持');
	await choose(phone, /参加过文明创建类活动/, '偶尔');
	await choose(phone, /总体上，您对本地文明创建/, '满意');
	await phone.getByRole('button', { name: '完成访问' }).click();
	await expect(phone.getByText('已存在这部手机里，有网络后自动发送')).toBeVisible({
		timeout: 30_000
	});
	await phone.goto(second);
	await phone.getByText('没有访问成').click();
	await phone.getByRole('radio', { name: '拒绝访问' }).check();
	await phone.getByRole('button', { name: '记下情况' }).click();
	await expect(phone.getByText('已存在这部手机里，有网络后自动发送')).toBeVisible({
		timeout: 30_000
	});

	line.connect(server.port);
	await phone.goto('/me/unsent');
	await expect
		.poll(
			async () => {
				await phone.goto('/visits');
				return phone.getByText('已有结果 2 户').count();
			},
			{ timeout: 60_000 }
		)
		.toBeGreaterThan(0);
	await phone.goto(first);
	await expect(phone.getByText(/已经记为“完成访问”/)).toBeVisible();
	await line.close();
});

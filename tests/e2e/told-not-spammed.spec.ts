import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { noticeHook } from '../support/outside';
import { signIn } from '../support/people';
import { road } from '../support/road';
import { prepareTown } from '../support/town';

let hook: Awaited<ReturnType<typeof noticeHook>>;
const seed = async (dir: string) => {
	await prepareTown(dir);
	hook = await noticeHook();
	return { NOTICE_HOOK_URL: hook.url };
};
test.use(ownTown(seed));
test.afterAll(() => hook.close());

async function signInByPhone(page: Page, phone: string) {
	await page.goto('/login');
	await page.getByRole('textbox', { name: '手机号' }).fill(phone);
	await page.getByRole('button', { name: /验证码/ }).click();
	await expect(page.getByLabel('6 位验证码')).toBeVisible();
	const shown = await page.locator('main').innerText();
	const code = /\b(\d{6})\b/.exec(shown.replaceAll(phone, ''))?.[1] ?? '';
	await page.getByLabel('6 位验证码').fill(code);
	await page.getByRole('button', { name: '登录', exact: true }).first().click();
	await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

test('each step waits in the inbox, unread in words, until it is opened', async ({
	open,
	server
}) => {
	test.setTimeout(60_000);
	const { reported, dispatched, visitor } = road(server.origin);
	for (const device of ['phone', 'noScript'] as const) {
		const page = await open(device);
		await signIn(page, 'resident');
		const code = await reported(await visitor().signIn('resident'));
		await dispatched(code);

		await page.goto('/me/inbox');
		await expect(page.getByRole('heading', { name: '今天' })).toBeVisible();
		const steps = page.getByRole('link', { name: /^未读/ });
		await expect(steps).toHaveCount(3);
		await expect(page.getByText('3 条未读').last()).toBeVisible();

		await page.getByRole('link', { name: /未读 ?已派遣责任单位/ }).click();
		await expect(page).toHaveURL(new RegExp(`/reports/${code}$`));
		await expect(page.getByRole('link', { name: /消息 2 ?条未读/ })).toBeVisible();
		await page.goto('/me/inbox');
		await expect(steps).toHaveCount(2);

		await page.getByRole('button', { name: '全部已读' }).click();
		await expect(page.getByText('已全部标为已读')).toBeVisible();
		await expect(steps).toHaveCount(0);
		await expect(page.getByRole('button', { name: '全部已读' })).toHaveCount(0);
	}
});

test('an empty inbox says what to do next', async ({ phone }) => {
	await signIn(phone, 'supervisor');
	await phone.goto('/me/inbox');
	await expect(phone.getByText('还没有消息')).toBeVisible();
	await phone.getByRole('link', { name: '关注身边的网格' }).click();
	await expect(phone.getByRole('heading', { name: '关注' })).toBeInViewport();
});

test('a resident who asks for it is told by telephone, at once or after quiet hours', async ({
	phone,
	server
}) => {
	test.setTimeout(60_000);
	const number = '13900007654';
	await signInByPhone(phone, number);
	await phone.goto('/me/settings');
	await expect(phone.getByText('还没有发出过')).toBeVisible();
	await phone.getByLabel('短信或公众号提醒').check();
	await phone.getByLabel('从').fill('00:00');
	await phone.getByLabel('到').fill('00:00');
	await phone.getByRole('button', { name: '保存' }).click();
	await expect(phone.getByText('提醒方式已保存')).toBeVisible();
	await expect(phone.getByText('提醒方式已保存')).toBeInViewport();

	const { visitor, reported } = road(server.origin);
	const person = visitor();
	for (const { name, value } of await phone.context().cookies()) person.cookies.set(name, value);
	const code = await reported(person);
	await expect.poll(() => hook.calls.length, { timeout: 10_000 }).toBe(1);
	expect(hook.calls[0]).toMatchObject({ phone: number, title: '已收到您的上报' });
	await phone.reload();
	await expect(phone.getByText(/短信或公众号：已发送，/)).toBeVisible();

	// quiet for the next hours, whenever this test runs
	const shanghai = new Date(Date.now() + 8 * 3_600_000).getUTCHours();
	const clock = (hour: number) => `${String((hour + 24) % 24).padStart(2, '0')}:00`;
	await phone.getByLabel('从').fill(clock(shanghai - 1));
	await phone.getByLabel('到').fill(clock(shanghai + 2));
	await phone.getByRole('button', { name: '保存' }).click();
	await expect(phone.getByText('提醒方式已保存')).toBeVisible();
	const moderator = await visitor().signIn('moderator');
	await moderator.post(`/admin/reports/${code}?/reject`, { reason: 'unclear', note: '' });
	await phone.reload();
	await expect(phone.getByText(/短信或公众号：等待发送，/)).toBeVisible();
	expect(hook.calls).toHaveLength(1);
});

for (const device of ['phone', 'noScript'] as const) {
	test(`an area is followed and let go (${device})`, async ({ open }) => {
		const page = await open(device);
		await signIn(page, 'checker');
		await page.goto('/me/settings');
		await page.getByLabel('网格').selectOption({ index: 1 });
		await page.getByLabel('类别').selectOption({ label: '交通秩序' });
		await page.getByRole('button', { name: '关注', exact: true }).click();
		await expect(page.getByText(/ · 交通秩序$/).first()).toBeVisible();
		await page.getByRole('button', { name: /^取消/ }).click();
		await expect(page.getByText('已取消关注')).toBeVisible();
		await expect(page.getByText('还没有关注')).toBeVisible();
	});
}

test('a browser that cannot take pushes is told so in plain words', async ({ open }) => {
	const plain = await open('noScript');
	await signIn(plain, 'unit');
	await plain.goto('/me/settings');
	await expect(plain.getByText('浏览器需要能运行脚本')).toBeVisible();
	await expect(plain.getByText('站内消息总是能看到').first()).toBeVisible();

	const old = await open('phone');
	await old.addInitScript(() => {
		delete (window as Partial<typeof window> & { PushManager?: unknown }).PushManager;
	});
	await signIn(old, 'unit');
	await old.goto('/me/settings');
	await expect(old.getByText('这个浏览器收不到推送')).toBeVisible();
	await expect(old.getByRole('button', { name: /推送$/ })).toHaveCount(0);
});

test('the feeds are sound XML', async ({ desk }) => {
	await desk.goto('/reports');
	const hrefs = await desk
		.locator('link[rel=alternate]')
		.evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
	expect(hrefs).toHaveLength(2);
	for (const href of hrefs) {
		const root = await desk.evaluate(async (url) => {
			const text = await (await fetch(url)).text();
			const read = new DOMParser().parseFromString(text, 'application/xml');
			return read.querySelector('parsererror')?.textContent ?? read.documentElement.localName;
		}, href);
		expect(root).toBe(href.includes('atom') ? 'feed' : 'rss');
	}
});

import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { client, newKey, soundReport } from '../support/client';
import { signIn } from '../support/people';
import { jpegPhoto } from '../support/pictures';

test.use(ownTown());

/** A guest's report with two photos and a telephone number, and its claim link. */
async function reported(origin: string) {
	const guest = client(origin);
	const key = newKey();
	const sent = soundReport({
		photos: 2,
		description: '东门外一堆垃圾',
		contact: { phone: '13900000077' }
	});
	const { code, claim } = await (await guest.put(`/api/reports/${key}`, sent)).json();
	for (const n of [0, 1]) {
		const bytes = new Uint8Array(await jpegPhoto(640, 480, n + 1));
		await guest.put(`/api/reports/${key}/photos/${n}`, bytes);
	}
	return { code: String(code), link: `/reports/${code}?claim=${claim}` };
}

const own = (page: Page) => page.getByRole('region', { name: '修改、撤回和删除' });

/** What a guest does with nothing but the link, on any phone. */
async function mendWithdrawErase(page: Page, code: string, link: string) {
	await page.goto(link);
	await expect(page.getByText('东门外一堆垃圾').first()).toBeVisible();
	await expect(page.getByAltText('上报时的照片')).toHaveCount(2);

	await own(page).getByText('修改说明和地址').click();
	await own(page).getByLabel('说明').fill('写错了，是西门外');
	await own(page).getByLabel('具体位置（选填）').fill('西门外公交站');
	await own(page).getByRole('button', { name: '保存修改' }).click();
	await expect(own(page).getByRole('status')).toHaveText('已保存修改');
	await expect(page.locator('.words')).toHaveText('写错了，是西门外');
	await expect(page.getByText('西门外公交站').first()).toBeVisible();

	await own(page).getByText('撤回照片（2 张可以撤回）').click();
	await own(page).getByText('撤回第 1 张', { exact: true }).click();
	await expect(own(page).getByText('这是最后一张')).toHaveCount(0);
	await own(page).getByRole('button', { name: '确认撤回第 1 张' }).click();
	await expect(own(page).getByRole('status')).toHaveText('照片已撤回，文件会在两小时内删除');
	await expect(page.getByAltText('上报时的照片')).toHaveCount(1);

	const last = own(page).getByText('撤回照片（1 张可以撤回）');
	if (!(await own(page).getByText('撤回第 2 张', { exact: true }).isVisible())) await last.click();
	await own(page).getByText('撤回第 2 张', { exact: true }).click();
	await expect(own(page).getByText('这是最后一张')).toBeVisible();
	await own(page).getByRole('button', { name: '确认撤回第 2 张' }).click();
	await expect(page.getByAltText('上报时的照片')).toHaveCount(0);
	await expect(own(page).getByText('撤回照片')).toHaveCount(0);

	await own(page).getByText('删除我的姓名和电话').click();
	await own(page).getByRole('button', { name: '确认删除姓名和电话' }).click();
	await expect(own(page).getByText('系统里没有您的姓名和电话')).toBeVisible();

	await page.reload();
	await expect(page.getByText(code).first()).toBeVisible();
	await expect(page.locator('.words')).toHaveText('写错了，是西门外');
}

for (const device of ['phone', 'noScript'] as const) {
	const how = device === 'phone' ? 'with a script' : 'without a script';
	test(`a guest mends, takes back and erases by the claim link, ${how}`, async ({
		open,
		server
	}) => {
		test.setTimeout(60_000);
		const { code, link } = await reported(server.origin);
		await mendWithdrawErase(await open(device), code, link);

		const moderator = await open('desk');
		await signIn(moderator, 'moderator');
		await moderator.goto(`/admin/reports/${code}`);
		await expect(moderator.getByText('写错了，是西门外').first()).toBeVisible();
		await expect(moderator.getByText('东门外一堆垃圾')).toHaveCount(0);
		await expect(moderator.getByText('上报人撤回了 2 张照片')).toBeVisible();
		await expect(moderator.getByRole('listitem').filter({ hasText: '修改说明' })).toBeVisible();
	});
}

test('a moderator who releases a photo that was taken back meanwhile is told so', async ({
	open,
	server,
	complaints
}) => {
	complaints.expect(/409|404/);
	const { code, link } = await reported(server.origin);
	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto(`/admin/reports/${code}`);

	const guest = await open('phone');
	await guest.goto(link);
	await own(guest).getByText('撤回照片（2 张可以撤回）').click();
	await own(guest).getByText('撤回第 1 张', { exact: true }).click();
	await own(guest).getByRole('button', { name: '确认撤回第 1 张' }).click();
	await expect(own(guest).getByRole('status')).toBeVisible();

	await moderator.getByRole('button', { name: '原样公开' }).first().click();
	await expect(moderator.getByRole('alert')).toContainText('上报人刚刚撤回了这张照片');
	await moderator.getByRole('link', { name: '刷新，看现在的状态' }).click();
	await expect(moderator.getByText('上报人撤回了 1 张照片')).toBeVisible();
	await expect(moderator.getByRole('button', { name: '原样公开' })).toHaveCount(1);
});

test('a resident lets a report leave the account, and follows it by the link', async ({
	open,
	phone,
	server
}) => {
	await signIn(phone, 'resident');
	const session = (await phone.context().cookies()).find(({ name }) => name === 'session')!;
	const sender = client(server.origin);
	sender.cookies.set('session', session.value);
	const { code } = await (await sender.put(`/api/reports/${newKey()}`, soundReport())).json();

	await phone.goto(`/reports/${code}`);
	await own(phone).getByText('让这件上报与我的账号脱离').click();
	await own(phone).getByRole('button', { name: '确认脱离账号' }).click();
	await expect(own(phone).getByRole('status')).toContainText('已与账号脱离');
	const link = await phone.getByRole('textbox', { name: '查询链接' }).inputValue();
	await phone.goto('/me');
	await expect(phone.getByRole('heading', { name: '我上报的' })).toHaveCount(0);

	const other = await open('phone');
	await other.goto(link);
	await expect(own(other)).toBeVisible();
	await expect(own(other).getByText('让这件上报与我的账号脱离')).toHaveCount(0);
});

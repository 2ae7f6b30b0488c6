import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { prepareShifts } from '../support/town';

test.use(ownTown(prepareShifts));

const right = ['在路边提醒他等绿灯', '不争执，记下情况，告诉队长', '先到安全的地方，告诉队长'];

/** Someone who has just become a volunteer, and what their number is. */
async function becomeVolunteer(page: Page, phone: string): Promise<string> {
	await page.goto('/login?to=/me/volunteer');
	await page.getByRole('textbox', { name: '手机号' }).fill(phone);
	await page.getByRole('button', { name: '获取验证码' }).click();
	const code = await page.getByRole('status').locator('strong').innerText();
	await page.getByLabel('6 位验证码').fill(code);
	await page.locator('form[action*="code"]').getByRole('button', { name: '登录' }).click();
	await page.getByLabel('18–59 岁').check();
	for (const answer of right) await page.getByLabel(answer).check();
	await page.getByRole('button', { name: '登记成为志愿者' }).click();
	return page.getByText('您是登记的志愿者').locator('strong').first().innerText();
}

async function join(page: Page, address: string) {
	await page.goto(address);
	await expect(page.getByText('每一次都由您自己确认')).toBeVisible();
	await page.getByRole('button', { name: '我愿意加入' }).click();
	await expect(page.getByText('您是这个团队的成员')).toBeVisible();
}

async function propose(page: Page, nth: number, post: string, members: readonly string[]) {
	await page.getByLabel('哪一天').selectOption({ index: nth });
	await page.getByRole('button', { name: '看这一天' }).click();
	await page.waitForURL(/day=/);
	const shift = page.getByLabel('哪个班次');
	const option = shift.locator('option', { hasText: post });
	await shift.selectOption((await option.getAttribute('value'))!);
	for (const number of members) await page.getByLabel(number).check();
	await page.getByRole('button', { name: '请他们参加' }).click();
}

test('a group is asked, not told: one confirms and reads the risks, another declines', async ({
	open,
	complaints
}) => {
	test.setTimeout(120_000);
	complaints.expect(/409/);
	const coordinator = await open('phone');
	const coordinatorNumber = await becomeVolunteer(coordinator, '13900000021');
	const members = [
		{ page: await open('phone'), phone: '13900000022', number: '' },
		{ page: await open('noScript'), phone: '13900000023', number: '' }
	];
	for (const member of members) member.number = await becomeVolunteer(member.page, member.phone);
	// the coordinator sees them by number, and so they are asked
	members.sort((a, b) => (a.number < b.number ? -1 : 1));
	const [first, second] = members.map(({ page }) => page) as [Page, Page];
	const numbers = members.map(({ number }) => number);

	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto('/admin/shifts/groups');
	await desk.getByText('添加团队').first().click();
	await desk.getByLabel('团队名称').fill('县图书馆');
	await desk.getByLabel('类型').selectOption('单位');
	await desk.getByLabel('联系人的志愿者编号').fill(coordinatorNumber.toLowerCase());
	await desk.getByRole('button', { name: '添加团队' }).click();
	await expect(desk.getByRole('rowheader', { name: '县图书馆' })).toBeVisible();
	await desk.getByRole('link', { name: '二维码：县图书馆' }).click();
	const address = await desk.locator('footer').filter({ hasText: '/groups/' }).innerText();
	await join(first, new URL(address.trim()).pathname);
	await join(second, new URL(address.trim()).pathname);

	await coordinator.goto('/me/shifts');
	await coordinator.getByRole('link', { name: '县图书馆（联系人）' }).click();
	await propose(coordinator, 0, '青禾大街路口', numbers);
	await expect(coordinator.getByText(`${numbers[0]} 已发出，等本人决定`)).toBeVisible();
	await expect(coordinator.getByText(`${numbers[1]} 没有空的名额了`)).toBeVisible();
	await propose(coordinator, 1, '人民广场公交站', [numbers[1]!]);
	await expect(coordinator.getByText(`${numbers[1]} 已发出，等本人决定`)).toBeVisible();

	await first.goto('/me/inbox');
	await first.getByRole('link', { name: /有人想请您参加/ }).click();
	await expect(first.getByText(/县图书馆的联系人想请您参加，来不来由您自己决定/)).toBeVisible();
	await expect(first.getByRole('heading', { name: '我的报名：有名额，待确认' })).toBeVisible();
	await first.getByLabel('我已了解这些风险').check();
	await first.getByRole('button', { name: '我来，确认这个名额' }).click();
	await expect(first.getByRole('heading', { name: '我的报名：已报名' })).toBeVisible();

	await second.goto('/me/inbox');
	await second.getByRole('link', { name: /有人想请您参加/ }).click();
	await second.getByRole('button', { name: '这次不参加' }).click();
	await expect(second.getByText('已取消，谢谢您告诉我们')).toBeVisible();

	await coordinator.reload();
	const answers = coordinator.getByRole('region', { name: '请过的和答复' }).getByRole('listitem');
	await expect(answers.filter({ hasText: numbers[0]! })).toContainText('已报名');
	await expect(answers.filter({ hasText: numbers[1]! })).toContainText('已取消');
});

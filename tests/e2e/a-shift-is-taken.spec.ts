import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { prepareShifts } from '../support/town';
import { join, right, signInByPhone } from '../support/volunteer';

test.use(ownTown(prepareShifts));

const crossing = (page: Page) => page.getByRole('link', { name: /青禾大街路口/ });
const stop = (page: Page) => page.getByRole('link', { name: /人民广场公交站/ });

test('the last place is taken, the next one waits, and has it when the first cannot come', async ({
	open
}) => {
	test.setTimeout(90_000);
	const first = await open('phone');
	await signIn(first, 'resident');
	await first.goto('/shifts');
	await expect(crossing(first)).toContainText('还有 1 个名额');
	await expect(crossing(first)).toContainText('请带：反光背心、水');
	await crossing(first).click();
	await first.getByRole('link', { name: '成为志愿者' }).click();
	await join(first, '18–59 岁');

	await expect(first.getByRole('heading', { name: '青禾大街路口' })).toBeVisible();
	await expect(first.getByText('路口车多，站在安全岛内，不进车道')).toBeVisible();
	await first.getByLabel('我已了解这些风险').check();
	await first.getByRole('button', { name: '我要报名' }).click();
	await expect(first.getByText('报名成功，到时见')).toBeVisible();
	await expect(first.getByRole('heading', { name: '我的报名：已报名' })).toBeVisible();

	const second = await open('phone');
	await second.goto('/shifts');
	await expect(crossing(second)).toContainText('名额已满，可候补');
	await crossing(second).click();
	await second.getByRole('link', { name: '登录后报名' }).click();
	await signInByPhone(second, '13900000011');
	await second.getByRole('link', { name: '成为志愿者' }).click();
	await join(second, '60 岁及以上');
	await second.getByLabel('我已了解这些风险').check();
	await second.getByRole('button', { name: '我要候补' }).click();
	await expect(second.getByText(/已为您排队候补/)).toBeVisible();
	await expect(second.getByText('您排第一')).toBeVisible();

	await first.goto('/me/shifts');
	await crossing(first).click();
	await first.getByText('来不了，取消报名').click();
	await first.getByRole('button', { name: '确定取消' }).click();
	await expect(first.getByText('已取消，谢谢您告诉我们')).toBeVisible();
	// who waits comes before whoever comes back
	await expect(first.getByText(/名额已满，可候补/)).toBeVisible();

	await second.goto('/me/inbox');
	await second.getByRole('link', { name: /有名额了，请确认/ }).click();
	await expect(second.getByRole('heading', { name: '我的报名：有名额，待确认' })).toBeVisible();
	await second.getByRole('button', { name: '我来，确认这个名额' }).click();
	await expect(second.getByRole('heading', { name: '我的报名：已报名' })).toBeVisible();
	await second.goto('/me/shifts');
	await expect(crossing(second)).toContainText('已报名');
	await first.goto('/me/shifts');
	await expect(crossing(first)).toContainText('已取消');
});

test('without a script: a boy of fifteen asks his guardian, learns from a wrong answer and has his place', async ({
	noScript,
	complaints
}) => {
	complaints.expect(/400|409/);
	await noScript.goto('/shifts');
	await noScript.getByText('筛选：').click();
	await noScript.getByRole('link', { name: '公交站', exact: true }).click();
	await expect(crossing(noScript)).toHaveCount(0);
	await expect(noScript.getByText('筛选：全部日期，公交站')).toBeVisible();
	await stop(noScript).click();
	await noScript.getByRole('link', { name: '登录后报名' }).click();
	await signInByPhone(noScript, '13900000012');
	await noScript.getByRole('link', { name: '成为志愿者' }).click();

	await noScript.getByLabel('14–15 岁').check();
	for (const answer of right.slice(1)) await noScript.getByLabel(answer).check();
	await noScript.getByLabel('上前拦住他').check();
	const send = noScript.getByRole('button', { name: '登记成为志愿者' });
	await send.click();
	await expect(noScript.getByRole('alert')).toContainText('监护人同意');
	await expect(noScript.getByLabel('上前拦住他')).toBeChecked();
	await noScript.getByLabel(/我的监护人知道并同意/).check();
	await send.click();
	await expect(noScript.getByText('我们只劝说，不拦人，也不拍人。')).toBeVisible();
	await expect(noScript.getByLabel(/我的监护人知道并同意/)).toBeChecked();
	await noScript.getByLabel(right[0]!).check();
	await send.click();

	await noScript.getByRole('button', { name: '我要报名' }).click();
	await expect(noScript.getByRole('status')).toHaveText('报名成功，到时见');
	await noScript.goto('/shifts');
	await expect(stop(noScript)).toContainText('已报名');
	// the crossing is for those of sixteen and older
	await crossing(noScript).click();
	await noScript.getByLabel('我已了解这些风险').check();
	await noScript.getByRole('button', { name: /我要报名|我要候补/ }).click();
	await expect(noScript.getByRole('alert')).toHaveText(/最低年龄要求/);
});

test('what is near is found by the phone alone', async ({ phone }) => {
	await phone.goto('/shifts');
	const sent: string[] = [];
	phone.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')));
	await phone.getByRole('button', { name: '离我近的' }).click();
	await expect(crossing(phone)).toContainText('就在附近');
	await expect(stop(phone)).toContainText('离您 490 米');
	await phone.getByRole('button', { name: '打开地图' }).click();
	await expect(phone.getByRole('region', { name: '劝导点位的地图' })).toBeVisible();
	expect(sent.filter((text) => /118\.8|35\.58/.test(text))).toEqual([]);
});

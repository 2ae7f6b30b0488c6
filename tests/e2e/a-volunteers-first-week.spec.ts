import type { Page } from '@playwright/test';
import { qrPath } from '../../src/lib/components/qr';
import { addDays, dayOf, hourMs, minuteMs, startOfDay } from '../../src/lib/time/shanghai';
import { expect, ownTown, test, type Fixtures } from '../support/browser';
import { movedClock } from '../support/moved-clock';
import { signIn } from '../support/people';
import { prepareShifts } from '../support/town';
import { join, signInByPhone } from '../support/volunteer';

const clock = movedClock();
test.use({ ...ownTown(prepareShifts, clock.env), actionTimeout: 10_000 });
test.afterAll(() => clock.remove());

/** The shift of make-shifts: seven to nine, in three days. */
const day = addDays(dayOf(Date.now()), 3);
const at = (hours: number, minutes = 0) => startOfDay(day) + hours * hourMs + minutes * minuteMs;

const crossing = (page: Page) => page.getByRole('link', { name: /青禾大街路口/ });
const setField = (page: Page, label: string, words: string) =>
	page.getByRole('textbox', { name: label }).fill(words);

/** A phone that keeps the site, and wakes it only while it is open, as phones without background sync do. */
async function keepingPhone(open: Fixtures['open']): Promise<Page> {
	const phone = await open('phone', { serviceWorkers: 'allow' });
	await phone.addInitScript(() => {
		if ('ServiceWorkerRegistration' in window) {
			Reflect.deleteProperty(ServiceWorkerRegistration.prototype, 'sync');
		}
	});
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	return phone;
}

/** What the camera of another phone reads from the QR code on this one. */
async function scanned(lead: Page, code: string): Promise<string> {
	const number = (await lead.getByTestId('number').innerText()).replace(/\s/g, '');
	const address = `${new URL(lead.url()).origin}/shifts/${code}/check-in#${number}`;
	const drawn = await lead
		.getByRole('img', { name: /^签到二维码/ })
		.locator('path')
		.getAttribute('d');
	expect(drawn, 'the QR code says what the number says').toBe(qrPath(address).path);
	return address;
}

test('a volunteer’s first week: found, reminded, checked in and out, counted, certified, verified', async ({
	open,
	complaints
}) => {
	test.setTimeout(180_000);
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError/);

	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto('/admin/shifts');
	await crossing(desk).first().click();
	const change = desk.getByRole('region', { name: '修改' });
	await change.getByLabel('队长', { exact: true }).selectOption({ label: '劝导队长' });
	await change.getByRole('button').click();
	await expect(desk.getByText(/^已保存/)).toBeVisible();
	await desk.goto('/admin/shifts/hours');
	await setField(desk, '出具单位', '某某市文明办');
	await setField(desk, '负责人', '甲');
	await setField(desk, '经办人', '乙');
	await setField(desk, '联系方式', '0000-1234567');
	await desk.getByRole('button', { name: '保存出具单位' }).click();
	await expect(desk.getByText('从现在起开的证明这样写')).toBeVisible();

	// at home
	const volunteer = await keepingPhone(open);
	await volunteer.goto('/shifts');
	await crossing(volunteer).click();
	await volunteer.getByRole('link', { name: '登录后报名' }).click();
	await signInByPhone(volunteer, '13900000031');
	await volunteer.getByRole('link', { name: '成为志愿者' }).click();
	await join(volunteer, '18–59 岁');
	await volunteer.getByLabel('我已了解这些风险').check();
	await volunteer.getByRole('button', { name: '我要报名' }).click();
	await expect(volunteer.getByText('报名成功，到时见')).toBeVisible();
	const code = new URL(volunteer.url()).pathname.split('/').pop()!;

	// the evening before, and two hours before
	for (const [moment, letter] of [
		[at(-5, 1), '明天有您的班次'],
		[at(5, 1), '两小时后开始']
	] as const) {
		await clock.moveTo(moment);
		await expect(async () => {
			await volunteer.goto('/me/inbox');
			await expect(volunteer.getByRole('link', { name: letter })).toBeVisible({ timeout: 500 });
		}).toPass({ timeout: 20_000 });
	}

	// at the crossing
	const lead = await keepingPhone(open);
	const both = [volunteer.context(), lead.context()];
	for (const phone of both) await phone.clock.install({ time: at(6, 55) });
	await clock.moveTo(at(6, 55), ...both);
	await signIn(lead, 'lead');
	await lead.goto('/me/shifts');
	await lead.getByRole('link', { name: '打开现场页面 青禾大街路口' }).click();
	await expect(lead.getByText('到了 0 人，还差 1 人')).toBeVisible();
	await expect(lead.getByText(/还有 \d+ 秒换新号码/)).toBeVisible();
	await volunteer.goto('/me/shifts');
	await volunteer.getByRole('link', { name: '签到 青禾大街路口' }).click();
	await expect(volunteer.getByText('您已报名')).toBeVisible();

	for (const phone of both) await phone.setOffline(true);
	await volunteer.goto(await scanned(lead, code));
	await volunteer.getByRole('button', { name: '签到', exact: true }).click();
	await expect(volunteer.getByText('已记在手机里，有网络时自动上报').first()).toBeVisible();
	for (const times of [1, 2, 3]) {
		await volunteer.getByRole('button', { name: /^闯红灯 \d+ 次，加一/ }).click();
		await expect(volunteer.getByText(`一共 ${times} 次，已记在手机里`)).toBeVisible();
	}
	await volunteer.getByRole('button', { name: /^不戴头盔 \d+ 次，加一/ }).click();
	await volunteer.getByRole('button', { name: '不戴头盔减一' }).click();
	await clock.moveTo(at(7, 5), ...both);
	for (const phone of both) await phone.setOffline(false);
	await expect(volunteer.getByText(/^已签到 06:5\d$/)).toBeVisible({ timeout: 30_000 });
	await expect(volunteer.getByText('一共 3 次', { exact: true })).toBeVisible({ timeout: 30_000 });
	await expect(lead.getByText('到了 1 人，都到齐了')).toBeVisible({ timeout: 30_000 });
	await expect(lead.getByText('闯红灯 3 次', { exact: true })).toBeVisible({ timeout: 30_000 });

	// at nine
	await clock.moveTo(at(8, 58), ...both);
	await lead.reload();
	await volunteer.reload();
	await volunteer.goto(await scanned(lead, code));
	await volunteer.getByRole('button', { name: '签退', exact: true }).click();
	await expect(volunteer.getByText(/^已签退 08:5\d$/)).toBeVisible();
	await lead.getByText('全员结束', { exact: true }).click();
	await lead.getByRole('button', { name: '确定全员结束' }).click();
	await expect(lead.getByText(/已全员结束，谢谢您/)).toBeVisible();

	// at home again
	await volunteer.goto('/me/hours');
	await expect(volunteer.getByRole('heading', { name: /^一共 1小时5[78]分$/ })).toBeVisible();
	await volunteer.getByRole('link', { name: '开具证明' }).click();
	await volunteer.getByRole('button', { name: '开具证明' }).click();
	const paper = volunteer.getByRole('article');
	await expect(paper.getByRole('heading', { name: '志愿服务记录证明' })).toBeVisible();
	await volunteer.emulateMedia({ media: 'print' });
	await expect(paper).toBeVisible();
	await expect(volunteer.getByRole('navigation', { name: '主要页面' })).toBeHidden();
	await expect(volunteer.getByRole('link', { name: '下载 PDF' })).toBeHidden();
	const [, address = ''] = /打开 (\S+?)，/.exec(await paper.innerText())!;

	const anyone = await open('phone');
	await anyone.goto(new URL(address).pathname);
	await expect(anyone.getByText('证明真实，现在有效')).toBeVisible();
	await expect(anyone.getByText(/1小时5[78]分/).first()).toBeVisible();
});

import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { makeLine } from '../support/line';
import { prepareOnSite, shiftCodeIn } from '../support/on-site-town';
import { signIn } from '../support/people';

test.use({ ...ownTown(prepareOnSite), actionTimeout: 15_000 });

/** On a phone that keeps the site, on a line of its own, signed in as `name`. */
async function onSite(
	open: (device: 'phone', more: object) => Promise<Page>,
	port: number,
	name: string
) {
	const line = await makeLine();
	line.connect(port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await signIn(phone, name);
	return { line, phone };
}

const keeps = (page: Page, path: string) =>
	expect
		.poll(
			() =>
				page.evaluate(
					async (at) => (await caches.match(at, { ignoreVary: true })) !== undefined,
					path
				),
			{ timeout: 20_000 }
		)
		.toBe(true);

const numberOn = async (page: Page) =>
	(await page.getByTestId('number').innerText()).replace(/\s/g, '');

const networkIsBack = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')));

/** Which acts and counts reached the server, by the address at which each can arrive but once. */
const taken = (passed: readonly string[]) =>
	new Set(passed.filter((request) => /^PUT \/api\/shifts\/.*\/(acts|dissuasions)\//.test(request)));

test('two phones without a network: one checks in by the other’s number, all arrives once, and both agree', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(120_000);
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError/);
	const code = await shiftCodeIn(server);
	const { line: leadLine, phone: lead } = await onSite(open, server.port, 'lead');
	await lead.goto('/me/shifts');
	await lead.getByRole('link', { name: '打开现场页面 人民路口' }).click();
	await expect(lead.getByText('到了 0 人，还差 2 人')).toBeVisible();
	await keeps(lead, `/shifts/${code}/on-site`);

	const { line, phone: volunteer } = await onSite(open, server.port, 'volunteer');
	// a clock that is three minutes fast
	await volunteer.clock.install({ time: Date.now() + 3 * 60_000 });
	await volunteer.goto('/me/shifts');
	await volunteer.getByRole('link', { name: '签到 人民路口' }).click();
	await expect(volunteer.getByText('您已报名')).toBeVisible();
	await keeps(volunteer, `/shifts/${code}/check-in`);

	leadLine.disconnect();
	line.disconnect();
	await lead.reload();
	await expect(lead.getByText('现在没有网络。名单和号码都在这部手机上')).toBeVisible();
	await expect(lead.getByText(/还有 \d+ 秒换新号码/)).toBeVisible();

	await volunteer.goto(`/shifts/${code}/check-in#${await numberOn(lead)}`);
	await expect(volunteer.getByLabel('队长手机上的 6 位号码')).toHaveValue(/^\d{6}$/);
	await volunteer.getByRole('button', { name: '签到', exact: true }).click();
	await expect(volunteer.getByText('已记在手机里，有网络时自动上报').first()).toBeVisible();
	await expect(volunteer.getByRole('heading', { name: '签退' })).toBeVisible();
	await volunteer.getByRole('button', { name: /^闯红灯 \d+ 次，加一/ }).click();
	await volunteer.getByRole('button', { name: /^闯红灯 \d+ 次，加一/ }).click();
	await volunteer.getByRole('button', { name: /^乱扔垃圾 \d+ 次，加一/ }).click();
	await volunteer.getByRole('button', { name: '乱扔垃圾减一' }).click();
	await expect(volunteer.getByText('一共 2 次，已记在手机里')).toBeVisible();

	// the second on the list; the first is the one who has just checked in
	await lead.getByRole('button', { name: /^到了/ }).last().click();
	await expect(lead.getByText('待上传')).toHaveCount(1);
	await expect(lead.getByText('到了 1 人，还差 1 人')).toBeVisible();
	await lead.reload();
	await expect(lead.getByText('到了 1 人，还差 1 人')).toBeVisible();

	line.connect(server.port);
	await volunteer.waitForTimeout(6_000);
	await networkIsBack(volunteer);
	await expect(volunteer.getByText(/^已签到 \d\d:\d\d$/)).toBeVisible({ timeout: 30_000 });
	await expect(volunteer.getByText('一共 2 次', { exact: true })).toBeVisible({ timeout: 30_000 });
	leadLine.connect(server.port);
	await networkIsBack(lead);
	await expect(lead.getByText('到了 2 人，都到齐了')).toBeVisible({ timeout: 30_000 });
	await expect(lead.getByText('待上传')).toHaveCount(0);
	await expect(lead.getByText(/到（凭号码）/)).toHaveCount(1);
	await expect(lead.getByText(/到（队长记）/)).toHaveCount(1);
	await expect(lead.getByText('闯红灯 2 次', { exact: true })).toBeVisible();
	await expect(lead.getByText(/签到：手机时钟快 3 分钟，已校正/)).toBeVisible();
	expect(taken(leadLine.passed).size).toBe(1);
	expect(taken(line.passed).size).toBe(2);

	// said again in another tab it is nobody's second check-in
	await volunteer.goto('/me/unsent');
	await expect(volunteer.getByText('都发出去了')).toBeVisible();
	await leadLine.close();
	await line.close();
});

test('signing out leaves neither list nor number on the phone', async ({
	open,
	server,
	complaints
}) => {
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError/);
	const path = `/shifts/${await shiftCodeIn(server)}/on-site`;
	const { line, phone } = await onSite(open, server.port, 'lead');
	await phone.goto(path);
	await keeps(phone, path);
	await expect(phone.getByText(/还有 \d+ 秒换新号码/)).toBeVisible();
	const left = () =>
		phone.evaluate(
			() =>
				new Promise<number>((resolve) => {
					const opening = indexedDB.open('tongxing');
					opening.onsuccess = () => {
						const all = opening.result.transaction('kept').objectStore('kept').count();
						all.onsuccess = () => resolve(all.result);
					};
				})
		);
	await expect.poll(left).toBe(1);
	await phone.goto('/me');
	await phone.getByRole('button', { name: '退出' }).click();
	await phone.waitForURL('**/');
	await expect.poll(left).toBe(0);
	line.disconnect();
	await phone.goto(path);
	await expect(phone.getByRole('heading', { name: '现在连不上网络' })).toBeVisible();
	await line.close();
});

import { expect, ownTown, test } from '../support/browser';
import { prepareOnSite, shiftCodeIn } from '../support/on-site-town';
import { signIn } from '../support/people';

test.use(ownTown(prepareOnSite));

test('without a script the number is typed, somebody new is let in, and the lead’s list is a form', async ({
	noScript: lead,
	open,
	server,
	complaints
}) => {
	complaints.expect(/409|400/);
	const code = await shiftCodeIn(server);
	await signIn(lead, 'lead');
	await lead.goto(`/shifts/${code}`);
	await lead.getByRole('link', { name: '打开现场页面' }).click();
	await expect(lead.getByText('到了 0 人，还差 2 人')).toBeVisible();
	await expect(lead.getByRole('img', { name: /^签到二维码/ })).toBeVisible();
	await lead.getByRole('link', { name: '看现在的号码' }).click();
	const digits = await lead.getByTestId('number').innerText();

	const volunteer = await open('noScript');
	await volunteer.goto(`/shifts/${code}/check-in`);
	await volunteer.getByRole('link', { name: '登录后签到' }).click();
	await signIn(volunteer, 'volunteer');
	await volunteer.goto(`/shifts/${code}`);
	await volunteer.getByRole('link', { name: '签到、计数、签退' }).click();
	const number = volunteer.getByLabel('队长手机上的 6 位号码');
	await number.fill('000000');
	await volunteer.getByRole('button', { name: '签到', exact: true }).click();
	await expect(volunteer.getByRole('alert')).toContainText('号码不对或已经过期');
	await number.fill(digits);
	await volunteer.getByRole('button', { name: '签到', exact: true }).click();
	await expect(volunteer.getByRole('status').first()).toHaveText('已记下');
	await expect(volunteer.getByText(/^已签到 \d\d:\d\d$/)).toBeVisible();

	const stranger = await open('noScript');
	await signIn(stranger, 'resident');
	await stranger.goto(`/shifts/${code}/check-in`);
	await stranger.getByLabel('我已了解这些风险').check();
	await stranger.getByLabel('队长手机上的 6 位号码').fill(digits);
	await stranger.getByRole('button', { name: '签到', exact: true }).click();
	await expect(stranger.getByText('请等队长确认', { exact: true })).toBeVisible();

	await lead.reload();
	await expect(lead.getByText('到了 1 人，还差 1 人')).toBeVisible();
	await expect(lead.getByText(/号码不对或已经过期/)).toBeVisible();
	await lead.getByRole('button', { name: /^同意加入/ }).click();
	await expect(lead.getByText('到了 2 人，还差 1 人')).toBeVisible();
	await lead.getByRole('button', { name: /^没来/ }).click();
	await expect(lead.getByText('到了 2 人，都到齐了')).toBeVisible();
	await lead.getByRole('button', { name: /^到了/ }).click();
	await expect(lead.getByText('到了 3 人，都到齐了')).toBeVisible();
	await stranger.goto(`/shifts/${code}/check-in`);
	await expect(stranger.getByRole('heading', { name: '签退' })).toBeVisible();
});

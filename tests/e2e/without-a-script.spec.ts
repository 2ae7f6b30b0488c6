import { expect, test } from '../support/browser';
import { road } from '../support/road';
import { prepareTown } from '../support/town';

test.use({ startOptions: [{ seed: (dir: string) => prepareTown(dir) }, { scope: 'worker' }] });

test('a resident signs in by phone, reads the journey and rates, all without a script', async ({
	noScript,
	server
}) => {
	test.setTimeout(60_000);
	const { reported, dispatched, handled, passed, visitor } = road(server.origin);

	await noScript.goto('/login');
	await noScript.getByRole('textbox', { name: '手机号' }).fill('13900000003');
	await noScript.getByRole('button', { name: '获取验证码' }).click();
	const code = await noScript.getByRole('status').locator('strong').innerText();
	await noScript.getByLabel('6 位验证码').fill(code);
	await noScript.locator('form[action*="code"]').getByRole('button', { name: '登录' }).click();
	await expect(noScript.getByRole('heading', { name: '我的', exact: true })).toBeVisible();

	const session = (await noScript.context().cookies()).find(({ name }) => name === 'session')!;
	const phone = visitor();
	phone.cookies.set('session', session.value);
	const report = await reported(phone);
	await dispatched(report);
	await handled(report);
	await passed(report);

	await noScript.goto('/me/inbox');
	await noScript.getByRole('link', { name: /问题已解决，请您评价/ }).click();
	await expect(noScript.getByText('核查通过，问题已解决')).toBeVisible();
	await noScript.getByLabel('基本满意').check();
	await noScript.getByRole('button', { name: '提交评价' }).click();
	await expect(noScript.getByText('您的评价：基本满意')).toBeVisible();

	await noScript.goto('/');
	await noScript.getByLabel('有编号？查进度').fill(report.toLowerCase().replace('-', ' '));
	await noScript.getByRole('button', { name: '查询' }).click();
	await expect(noScript.getByText(report)).toBeVisible();
});

test('长辈版 is switched on and off without a script and stays on', async ({ noScript }) => {
	await noScript.goto('/reports');
	await noScript.getByRole('button', { name: '长辈版' }).click();
	await expect(noScript).toHaveURL(/\/reports$/);
	const size = () =>
		noScript.locator('body').evaluate((body) => parseFloat(getComputedStyle(body).fontSize));
	expect(await size()).toBeGreaterThanOrEqual(18);
	await noScript.goto('/');
	expect(await size()).toBeGreaterThanOrEqual(18);
	await noScript.getByRole('button', { name: '标准版' }).click();
	expect(await size()).toBe(16);
});

test('the plain form keeps what was typed when something is missing', async ({
	noScript,
	complaints
}) => {
	complaints.expect(/400/);
	await noScript.goto('/reports/new');
	await noScript.getByLabel('说几句（选填）').fill('写好的话');
	await noScript.getByText('点赞与建议', { exact: true }).click();
	await noScript.getByRole('radio', { name: /^金点子建议/ }).check();
	await noScript.getByRole('button', { name: '提交' }).click();
	await expect(noScript.getByRole('alert')).toContainText('请选择地点');
	await expect(noScript.getByLabel('说几句（选填）')).toHaveValue('写好的话');
	await noScript.getByLabel('选一个最近的地点').selectOption({ label: '体育公园' });
	await noScript.getByRole('button', { name: '提交' }).click();
	await expect(noScript.getByRole('heading', { name: /金点子建议/ })).toBeVisible();
});

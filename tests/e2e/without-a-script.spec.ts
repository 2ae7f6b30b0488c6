import { expect, testInBusyTown as test } from '../support/browser';
import { road } from '../support/road';
import { photoAt } from '../support/pictures';

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

test('a guest reports, keeps the claim link, follows it elsewhere and rates there', async ({
	noScript,
	open,
	server
}) => {
	test.setTimeout(60_000);
	const { dispatched, handled, passed } = road(server.origin);
	await noScript.goto('/');
	await noScript.getByRole('link', { name: '随手拍 · 上报问题' }).click();
	const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.58, 118.83) };
	await noScript.getByLabel('相册').setInputFiles([photo]);
	await noScript.getByText('环境卫生', { exact: true }).click();
	await noScript.getByRole('radio', { name: /^暴露垃圾/ }).check();
	await noScript.getByLabel('选一个最近的地点').selectOption({ label: '人民广场' });
	await noScript.getByRole('button', { name: '提交' }).click();
	await expect(noScript.getByText('已收到，等待文明办审核')).toBeVisible();
	const link = await noScript.getByRole('textbox', { name: '查询链接' }).inputValue();
	const code = new URL(link).pathname.split('/').at(-1)!;
	await dispatched(code);
	await handled(code);
	await passed(code);

	const elsewhere = await open('noScript');
	await elsewhere.goto(link);
	expect(elsewhere.url()).not.toContain('claim');
	await expect(elsewhere.getByText('核查通过，问题已解决')).toBeVisible();
	await elsewhere.getByLabel('基本满意').check();
	await elsewhere.getByRole('button', { name: '提交评价' }).click();
	await expect(elsewhere.getByText('您的评价：基本满意')).toBeVisible();
	await elsewhere.goto('/me');
	await expect(elsewhere.getByText(code)).toBeVisible();
});

test('the ledger is narrowed, turned over and read without a script', async ({ noScript }) => {
	await noScript.goto('/reports');
	const all = await noScript.locator('main li').count();
	await expect(noScript.locator('noscript p')).toBeVisible();
	await expect(noScript.getByRole('button', { name: '打开地图' })).toBeHidden();
	await noScript.getByText('筛选', { exact: true }).first().click();
	await noScript.getByLabel('办到哪一步').selectOption({ label: '结案' });
	await noScript.getByRole('button', { name: '筛选' }).click();
	await expect(noScript).toHaveURL(/step=5/);
	const closed = await noScript.locator('main li').count();
	expect(closed).toBeGreaterThan(0);
	expect(closed).toBeLessThan(all);
	await noScript.locator('main li a').first().click();
	await expect(noScript.getByRole('heading', { level: 1 })).toContainText('已结案');
	await expect(noScript.getByRole('img', { name: /位置示意图/ })).toBeVisible();
});

test('长辈版 is switched on and off without a script and stays on', async ({ noScript }) => {
	const size = () =>
		noScript.locator('body').evaluate((body) => parseFloat(getComputedStyle(body).fontSize));
	await noScript.goto('/reports');
	await noScript.getByRole('button', { name: '长辈版' }).click();
	await expect(noScript).toHaveURL(/\/reports$/);
	expect(await size()).toBeGreaterThanOrEqual(18);
	await noScript.goto('/');
	await noScript.getByRole('button', { name: '特大字' }).click();
	expect(await size()).toBeGreaterThanOrEqual(30);
	await expect(noScript.getByRole('button', { name: /朗读/ })).toBeHidden();
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

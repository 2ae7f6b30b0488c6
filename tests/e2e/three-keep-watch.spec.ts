import { expect, ownTown, test } from '../support/browser';
import { client, newKey, soundReport } from '../support/client';
import { signIn, signInAndLook } from '../support/people';

test.use(ownTown());
test.setTimeout(60_000);

const phone = '13900008765';

async function reported(origin: string): Promise<string> {
	const guest = client(origin);
	const contact = { phone };
	const answer = await guest.put(`/api/reports/${newKey()}`, soundReport({ contact }));
	return (await answer.json()).code;
}

test('a moderator opens a number with a reason; the audit administrator sees it, the system administrator neither', async ({
	open,
	server,
	complaints
}) => {
	complaints.expect(/403/);
	const code = await reported(server.origin);
	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto(`/admin/reports/${code}`);
	await expect(desk.getByText(phone)).toHaveCount(0);
	await desk.getByText('查看上报人电话').first().click();
	await desk.getByLabel('理由').selectOption({ label: '核对地点或时间' });
	await desk.getByLabel('具体为什么').fill('说的是哪个门');
	await desk.getByRole('button', { name: '查看上报人电话' }).click();
	await expect(desk.getByRole('link', { name: phone })).toBeVisible();
	await desk.reload();
	await expect(desk.getByText(phone)).toHaveCount(0);

	const audit = await open('desk');
	await signInAndLook(audit, 'audit');
	await expect(audit).toHaveURL(/\/admin\/audit$/);
	await audit.getByLabel('事件').selectOption({ label: '【所有查看个人信息】' });
	await audit.getByRole('button', { name: '查找' }).click();
	await expect(audit).toHaveURL(/action=/);
	const line = audit.getByRole('row').filter({ hasText: `report:${code}` });
	await expect(line).toContainText('值守员');
	await expect(line).toContainText('核对地点或时间：说的是哪个门');
	await audit.goto('/admin/audit');
	await audit.getByLabel('以前抄下的校验值').fill(await audit.locator('#chain code').innerText());
	await audit.getByRole('button', { name: '开始核对' }).click();
	await expect(async () => {
		await audit.goto('/admin/audit');
		await expect(audit.getByText(/审计链完整，共 \d+ 条/)).toBeVisible({ timeout: 500 });
	}).toPass();
	await expect(audit.getByText('您填的校验值还在链上')).toBeVisible();

	const admin = await open('desk');
	await signIn(admin, 'admin');
	for (const path of ['/admin/audit', `/admin/reports/${code}`, '/admin/security']) {
		const answer = await admin.goto(path);
		expect(answer?.status(), path).toBe(403);
	}
	await admin.goto('/admin/people');
	await expect(admin.getByRole('link', { name: '审计', exact: true })).toHaveCount(0);

	const security = await open('phone');
	await signIn(security, 'security');
	await security.goto('/admin/retention');
	await security.getByRole('button', { name: '试算（不删除）' }).click();
	await expect(security.getByText('现在没有到期的内容')).toBeVisible();
});

test('a resident takes everything along and is erased, also without a script', async ({
	noScript,
	complaints
}) => {
	complaints.expect(/401/);
	await signIn(noScript, 'resident');
	await noScript.goto('/me');
	await noScript.getByRole('link', { name: '我的资料' }).click();
	const download = noScript.waitForEvent('download');
	await noScript.getByRole('button', { name: '下载我的全部资料' }).click();
	expect((await download).suggestedFilename()).toMatch(/^tongxing-.*\.zip$/);
	await noScript.getByLabel('我明白：注销以后不能恢复').check();
	await noScript.getByRole('button', { name: '注销账号并抹去资料' }).click();
	await expect(noScript.getByRole('heading', { name: '账号已注销' })).toBeVisible();
	await noScript.goto('/me');
	await expect(noScript.getByText('没有登录')).toBeVisible();
	await noScript.goto('/login?staff');
	await noScript.getByLabel('用户名').fill('resident');
	await noScript.getByLabel('密码').fill('demo-2026');
	await noScript.locator('form[action*="staff"]').getByRole('button', { name: '登录' }).click();
	await expect(noScript.getByRole('alert')).toContainText('用户名或密码不对');
});

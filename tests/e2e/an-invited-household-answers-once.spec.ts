import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';

test.use(ownTown());

/** The letters of a wave that runs, made by the office. */
async function letters(desk: Page, slug: string, many: number): Promise<string[]> {
	await signIn(desk, 'moderator');
	await desk.goto('/admin/surveys');
	await desk.locator('summary', { hasText: '新建问卷' }).click();
	await desk.getByLabel('问卷名称').fill('满意度调查');
	await desk.getByRole('button', { name: '新建问卷' }).click();
	await desk.waitForURL(/questionnaires\/\d+/);
	await desk.goto('/admin/surveys');
	await desk.getByText('新建一次调查', { exact: true }).click();
	await desk.getByLabel('名称', { exact: true }).fill('住户调查');
	await desk.getByLabel('网址').fill(slug);
	await desk.getByLabel('方式').selectOption('邀请信');
	await desk.getByLabel('到哪天').fill('2099-12-31');
	await desk.getByRole('button', { name: '新建调查' }).click();
	await desk.waitForURL(`**/admin/surveys/${slug}`);
	await desk.getByLabel('几封').fill(String(many));
	await desk.getByRole('button', { name: '生成', exact: true }).click();
	await expect(desk.getByRole('img', { name: '邀请的二维码' })).toHaveCount(many);
	const tokens = await desk.locator('article .code').allTextContents();
	await desk.getByRole('button', { name: '开始调查' }).click();
	await expect(desk.getByText('调查开始了')).toBeVisible();
	return tokens;
}

const choose = (page: Page, question: RegExp, option: string) =>
	page
		.getByRole('group', { name: question })
		.getByRole('radio', { name: option, exact: true })
		.check();

async function answerNeeded(page: Page) {
	await choose(page, /正在创建文明城市吗/, '知道');
	await choose(page, /支持本地继续开展/, '支持');
	await choose(page, /参加过文明创建类活动/, '偶尔');
	await choose(page, /总体上，您对本地文明创建/, '满意');
}

test('a household answers its letter once, in parts, and cannot answer it again', async ({
	desk,
	phone,
	noScript,
	complaints
}) => {
	complaints.expect(/status of (400|404|409)/);
	const [token, other] = await letters(desk, 'letters-1', 2);

	await phone.goto('/surveys');
	await phone.getByLabel('信上的邀请码').fill(token!.toLowerCase().replaceAll('-', ' '));
	await phone.getByRole('button', { name: '去填' }).click();
	await expect(phone.getByRole('heading', { name: '住户调查' })).toBeVisible();
	await phone.getByRole('button', { name: '下一题' }).click();
	await expect(phone.getByText('请回答这一题')).toBeVisible();
	await choose(phone, /正在创建文明城市吗/, '知道');
	await phone.getByRole('button', { name: '下一题' }).click();
	await expect(phone.getByText(/第 2 题，共 \d+ 题/)).toBeVisible();
	await phone.getByRole('button', { name: '上一题' }).click();
	await expect(phone.getByRole('radio', { name: '知道', exact: true })).toBeChecked();

	// put away, and taken up again
	await phone.reload();
	await expect(phone.getByText(/接着上次填的往下/)).toBeVisible();
	await phone.getByRole('button', { name: '全部放在一页' }).click();
	await answerNeeded(phone);
	await phone.getByRole('button', { name: '提交答卷' }).click();
	await expect(phone.getByText('收到了，谢谢您')).toBeVisible();
	await phone.goto(`/s/${token}`);
	await expect(phone.getByText(/已经用过了/)).toBeVisible();
	await expect(phone.getByRole('button', { name: '提交答卷' })).toHaveCount(0);

	// the second letter, in a browser that runs no script
	await noScript.goto(`/s/${other}`);
	await noScript.getByRole('button', { name: '提交答卷' }).click();
	await expect(noScript.getByText(/还有 4 题要补答/)).toBeVisible();
	await answerNeeded(noScript);
	await noScript.getByRole('button', { name: '提交答卷' }).click();
	await expect(noScript.getByText('收到了，谢谢您')).toBeVisible();

	await phone.goto('/s/AAAA-AAAA-AAAA-AAAA');
	await expect(phone.getByText('没有这个邀请码')).toBeVisible();
	await desk.reload();
	await expect(desk.getByText(/已收到\s*2\s*份答卷/)).toBeVisible();
});

import type { Page } from '@playwright/test';
import writeXlsxFile from 'write-excel-file/node';
import { addDays, dayOf, hourMs, startOfDay } from '../../src/lib/time/shanghai';
import { expect, ownTown, test } from '../support/browser';
import { movedClock } from '../support/moved-clock';
import { noticeHook } from '../support/outside';
import { signIn } from '../support/people';
import { prepareTown } from '../support/town';

const clock = movedClock();
let hook: Awaited<ReturnType<typeof noticeHook>>;

const seed = async (dir: string) => {
	await prepareTown(dir);
	hook = await noticeHook();
	// no message goes out at night, whenever this runs
	await clock.moveTo(startOfDay(addDays(dayOf(Date.now()), 1)) + 12 * hourMs);
	return { NOTICE_HOOK_URL: hook.url };
};
test.use(ownTown(seed, clock.env));
test.afterAll(async () => {
	await hook.close();
	clock.remove();
});

/** A wave for invitations that has not begun. */
async function wave(desk: Page, slug: string): Promise<void> {
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
}

/** The letters of a wave that runs, made by the office. */
async function letters(desk: Page, slug: string, many: number): Promise<string[]> {
	await wave(desk, slug);
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
	await expect(phone.getByRole('heading', { name: '没有这个邀请码' })).toBeVisible();
	await phone.getByLabel('信上的邀请码').fill(token!);
	await phone.getByRole('button', { name: '去填' }).click();
	await expect(phone.getByText(/已经用过了/)).toBeVisible();
	await desk.reload();
	await expect(desk.getByText(/已收到\s*2\s*份答卷/)).toBeVisible();
});

test('a household that gets a message answers once, and nobody can tell which of the list it was', async ({
	desk,
	phone
}) => {
	await wave(desk, 'messages-1');
	await desk.getByText('发短信邀请', { exact: true }).click();
	await desk.getByLabel('手机号，一行一个').fill('13900000001\n1390\n13900000002\n13900000001');
	await desk.getByRole('button', { name: '核对名单' }).click();
	await expect(desk.getByText('第 2 行：“1390”不是 11 位手机号，不发。')).toBeVisible();
	await expect(desk.getByText('第 4 行和第 1 行是同一个号码，只发一次。')).toBeVisible();
	await desk.getByRole('button', { name: '发给这 2 个号码' }).click();
	await expect(desk.getByText('2 条短信排好了')).toBeVisible();
	await desk.getByRole('button', { name: '开始调查' }).click();
	await expect(desk.getByText('调查开始了')).toBeVisible();
	await expect.poll(() => hook.calls.length, { timeout: 10_000 }).toBe(2);

	const link = new URL(hook.calls[0]!.url).pathname;
	await phone.goto(link);
	await phone.getByRole('button', { name: '全部放在一页' }).click();
	await answerNeeded(phone);
	await phone.getByRole('button', { name: '提交答卷' }).click();
	await expect(phone.getByText('收到了，谢谢您')).toBeVisible();
	await phone.goto(link);
	await expect(phone.getByText(/已经用过了/)).toBeVisible();

	await desk.reload();
	await expect(desk.getByText(/已收到\s*1\s*份答卷/)).toBeVisible();
	const standing = desk.getByRole('region', { name: '短信邀请' });
	await expect(standing).toContainText(/已发出\s*2 条/);
	await expect(desk.locator('main')).not.toContainText('1390000000');
});

test('drawn households get letters that are printed with their place, two on a sheet, and kept nowhere', async ({
	desk,
	phone
}) => {
	await wave(desk, 'drawn-1');
	await desk.goto('/grids');
	const links = await desk
		.locator('a[href^="/grids/"]')
		.evaluateAll((all) => all.map((one) => one.getAttribute('href')!.split('/')[2]!));
	const codes = [...new Set(links)].slice(0, 8);
	const rows = [['网格', '户数'], ...codes.map((code) => [code, 60])];
	const buffer = await writeXlsxFile([{ data: rows }]).toBuffer();
	await desk.goto('/admin/surveys/drawn-1');
	await desk.getByLabel('户数文件').setInputFiles({
		...{ name: 'households.xlsx', buffer },
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
	});
	await desk.getByRole('button', { name: '导入户数' }).click();
	await expect(desk.getByText('已导入 8 个网格的户数')).toBeVisible();
	await desk.getByLabel('抽几个网格').fill('4');
	await desk.getByLabel('每个网格几户').fill('10');
	await desk.getByRole('button', { name: '抽取并生成邀请信' }).click();
	await expect(desk.getByText('邀请码只显示这一次')).toBeVisible();
	const letter = desk.locator('article').first();
	await expect(letter).toContainText(/户册第 \d+ 户/);
	const token = await letter.locator('.code').innerText();
	await desk.emulateMedia({ media: 'print' });
	await expect(desk.getByRole('button', { name: '开始调查' })).toBeHidden();
	await expect(letter).toBeVisible();
	await desk.emulateMedia({ media: 'screen' });
	await desk.getByRole('button', { name: '开始调查' }).click();
	await expect(desk.getByText('调查开始了')).toBeVisible();
	await expect(desk.getByText(/户册第/)).toHaveCount(0);

	await phone.goto(`/s/${token}`);
	await phone.getByRole('button', { name: '全部放在一页' }).click();
	await answerNeeded(phone);
	await phone.getByRole('button', { name: '提交答卷' }).click();
	await expect(phone.getByText('收到了，谢谢您')).toBeVisible();

	await desk.getByText('登记退信', { exact: true }).click();
	await desk.getByLabel('网格', { exact: true }).selectOption({ index: 0 });
	await desk.getByLabel(/^退回：没有人住/).fill('2');
	await desk.getByRole('button', { name: '登记', exact: true }).click();
	await expect(desk.getByText('退信登记好了')).toBeVisible();
});

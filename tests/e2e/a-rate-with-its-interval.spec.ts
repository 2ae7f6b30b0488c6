import type { Page } from '@playwright/test';
import writeXlsxFile from 'write-excel-file/node';
import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';

test.use(ownTown());

const many = 60;
const ages = ['18–35岁', '36–59岁', '60岁以上'];

async function newWave(desk: Page): Promise<string[]> {
	await desk.goto('/admin/surveys');
	await desk.locator('summary', { hasText: '新建问卷' }).click();
	await desk.getByLabel('问卷名称').fill('满意度调查');
	await desk.getByRole('button', { name: '新建问卷' }).click();
	await desk.waitForURL(/questionnaires\/\d+/);
	await desk.goto('/admin/surveys');
	await desk.getByText('新建一次调查', { exact: true }).click();
	await desk.getByLabel('名称', { exact: true }).fill('春季住户调查');
	await desk.getByLabel('网址').fill('spring');
	await desk.getByLabel('方式').selectOption('邀请信');
	await desk.getByLabel('到哪天').fill('2099-12-31');
	await desk.getByRole('button', { name: '新建调查' }).click();
	await desk.waitForURL('**/admin/surveys/spring');
	await desk.getByLabel('几封').fill(String(many));
	await desk.getByRole('button', { name: '生成', exact: true }).click();
	await expect(desk.locator('article .code')).toHaveCount(many);
	const tokens = await desk.locator('article .code').allTextContents();
	await desk.getByRole('button', { name: '开始调查' }).click();
	await expect(desk.getByText('调查开始了')).toBeVisible();
	return tokens;
}

/** Answers as a browser without a script would; 45 of the 60 are content. */
async function answerAll(page: Page, origin: string, tokens: string[], towns: number) {
	for (const [i, token] of tokens.entries()) {
		const form: Record<string, string> = {
			...{ 'q.aware_1': '0', 'q.support_1': '0', 'q.part_1': '0' },
			'q.sat_all': i % 4 === 0 ? '3' : '0',
			'q.demo_age': String(1 + (i % 3)),
			'q.demo_sex': String(i % 2),
			'q.demo_town': String(i % towns)
		};
		const sent = await page.request.post(`/s/${token}`, { form, headers: { origin } });
		expect(sent.ok()).toBe(true);
	}
}

const sheet = (rows: (string | number)[][]) => ({
	name: 'people.xlsx',
	mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	buffer: Buffer.alloc(0),
	rows
});
async function upload(desk: Page, rows: (string | number)[][]) {
	const { rows: cells, ...file } = sheet(rows);
	await desk.goto('/admin/surveys');
	const box = desk.locator('details', { hasText: '从 Excel 导入人口数' });
	if (!(await box.getByLabel('来源').isVisible())) await box.locator('summary').click();
	await box.getByLabel('来源').fill('人口统计');
	const buffer = await writeXlsxFile(cells).toBuffer();
	await box.getByLabel('文件').setInputFiles({ ...file, buffer });
	await box.getByRole('button', { name: '导入' }).click();
}

test('the office weights, checks and releases by two, and a resident reads the rate and its method', async ({
	desk,
	open,
	phone,
	server,
	complaints
}) => {
	test.setTimeout(120_000);
	complaints.expect(/status of (400|403|409)/);
	await signIn(desk, 'moderator');
	const tokens = await newWave(desk);
	await phone.goto(`/s/${tokens[0]}`);
	await phone.getByRole('button', { name: '全部放在一页' }).click();
	const group = phone.getByRole('group', { name: /住在哪个镇街/ });
	const towns = (await group.locator('label').allTextContents())
		.map((text) => text.trim())
		.filter((text) => !text.startsWith('不愿'));
	await answerAll(phone, server.origin, tokens, towns.length);

	const lines = ages.flatMap((age) =>
		['男', '女'].flatMap((sex) => towns.map((town) => [age, sex, town, 1000]))
	);
	const head = ['年龄段', '性别', '镇街', '人口数'];
	await upload(desk, [head, ...lines, ['合计', '', '', 1]]);
	await expect(desk.getByText(/“合计”写的是 1 人/).first()).toBeVisible();
	await upload(desk, [head, ...lines]);
	await expect(desk.getByText(`已导入 ${lines.length} 行人口数`)).toBeVisible();

	await desk.goto('/admin/surveys/spring/results');
	await expect(desk.getByText('调查结束以后才能计算')).toBeVisible();
	await desk.goto('/admin/surveys/spring');
	await desk.getByRole('button', { name: '现在结束调查' }).click();
	await expect(desk.getByText('调查结束了')).toBeVisible();
	await desk.goto('/admin/surveys/spring/results');
	await desk.getByLabel('加权').selectOption('按人口逐项加权（迭代）');
	await desk.getByRole('button', { name: '计算' }).click();
	await expect(desk.getByText('算好了')).toBeVisible();
	const row = desk.getByRole('row', { name: /满意率（满意、基本满意）/ }).first();
	await expect(row).toContainText('75.');
	await desk.getByRole('button', { name: '提请发布' }).click();
	await expect(desk.getByText('要另一位同事看过才能发布')).toBeVisible();
	await expect(desk.getByRole('button', { name: '同意发布' })).toHaveCount(0);
	await phone.goto('/stats');
	await expect(phone.getByText('还没有公布过结果')).toBeVisible();

	const second = await open('desk');
	await signIn(second, 'supervisor');
	await second.goto('/admin/surveys/spring/results');
	await second.getByRole('button', { name: '同意发布' }).click();
	await expect(second.getByText('已发布，居民现在就能看到')).toBeVisible();

	await phone.goto('/stats');
	const card = phone
		.getByRole('listitem')
		.filter({ has: phone.getByRole('heading', { name: '满意率（满意、基本满意）' }) });
	await expect(card).toContainText('75.');
	await expect(card).toContainText(/95% 误差范围\s*6\d\.\d%–8\d\.\d%/);
	await expect(card).toContainText('60 人');
	await card.getByRole('link', { name: 'satisfaction/top-2/1' }).click();
	await phone.waitForURL('**/stats/method#satisfaction/top-2/1');
	await expect(phone.getByText('总体上答“满意”或“基本满意”的人')).toBeVisible();
});

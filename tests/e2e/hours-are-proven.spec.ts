import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { prepareServed } from '../support/town';

test.use(ownTown(prepareServed));

test('hours are seen, put right, certified, verified by anyone, and revoked for all to see', async ({
	open,
	complaints
}) => {
	test.setTimeout(90_000);
	const volunteer = await open('phone');
	await signIn(volunteer, 'resident');
	await volunteer.goto('/me/hours');
	await expect(volunteer.getByRole('heading', { name: '一共 3小时' })).toBeVisible();
	await expect(volunteer.getByText('再服务 97小时，就是一星志愿者')).toBeVisible();

	const last = volunteer.getByRole('article').first();
	await expect(last).toContainText('1小时 签到到签退，按时间记');
	await last.locator('summary').click();
	await last.getByLabel('一共应是多少分钟').fill('120');
	await last.getByLabel('哪里不对').fill('九点才走，签退时没有信号');
	await last.getByRole('button', { name: '申请更正' }).click();
	await expect(last.getByText('等文明办答复')).toBeVisible();

	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto('/admin/shifts/hours');
	const claim = desk.getByRole('row', { name: /九点才走/ });
	await expect(claim.getByRole('cell', { name: '2小时', exact: true })).toBeVisible();
	await claim.getByRole('button', { name: '同意更正' }).click();
	await expect(desk.getByText('没有等答复的申请')).toBeVisible();
	for (const [label, value] of [
		['出具单位', '某某市文明办'],
		['负责人', '甲'],
		['经办人', '乙'],
		['联系方式', '0000-1234567']
	] as const) {
		await desk.getByRole('textbox', { name: label }).fill(value);
	}
	await desk.getByRole('button', { name: '保存出具单位' }).click();
	await expect(desk.getByText('从现在起开的证明这样写')).toBeVisible();

	await volunteer.goto('/me/inbox');
	await volunteer.getByRole('link', { name: /时长更正了/ }).click();
	await expect(volunteer.getByRole('heading', { name: '一共 4小时' })).toBeVisible();
	await expect(last).toContainText('更正，文明办证明：情况属实');
	await volunteer.getByRole('link', { name: '开具证明' }).click();
	await volunteer.getByText('证明上的姓名和证件').click();
	await volunteer.getByLabel('姓名', { exact: true }).fill('周文明');
	await volunteer.getByLabel('证件类型').selectOption('居民身份证');
	await volunteer.getByLabel('证件号，或最后四位').fill('110101199001011234');
	await volunteer.getByRole('button', { name: '保存', exact: true }).click();
	await expect(volunteer.getByText('以后开的证明会写上')).toBeVisible();
	await volunteer.getByRole('button', { name: '开具证明' }).click();

	const paper = volunteer.getByRole('article');
	await expect(paper.getByRole('heading', { name: '志愿服务记录证明' })).toBeVisible();
	for (const words of ['周文明', '居民身份证 ****1234', '4 小时', '2 次', '某某市文明办']) {
		await expect(paper).toContainText(words);
	}
	await expect(paper).not.toContainText('19900101');
	const number = /\d{4}-\d{6}/.exec(await paper.innerText())![0];
	const download = volunteer.waitForEvent('download');
	await volunteer.getByRole('link', { name: '下载 PDF' }).click();
	expect((await download).suggestedFilename()).toBe(`certificate-${number}.pdf`);

	const [, address = ''] = /打开 (\S+?)，/.exec(await paper.innerText())!;
	const anyone = await open('phone');
	await anyone.goto(new URL(address).pathname);
	await expect(anyone.getByText('证明真实，现在有效')).toBeVisible();
	await expect(anyone.getByText('周*')).toBeVisible();
	await expect(anyone.getByText(number)).toBeVisible();
	await expect(anyone.locator('main')).not.toContainText(/周文明|1234567|\*\*1234/);

	await desk.goto(`/admin/shifts/hours?q=${number}`);
	const row = desk.getByRole('row', { name: new RegExp(number) });
	await row.locator('summary').click();
	await row.getByLabel('撤销的原因').fill('时长有误，已重开');
	await row.getByRole('button', { name: '撤销证明' }).click();
	await expect(row.getByText('已撤销')).toBeVisible();

	await anyone.reload();
	await expect(anyone.getByText('证明已撤销，不再有效')).toBeVisible();
	await expect(anyone.getByText(/时长有误，已重开/)).toBeVisible();

	complaints.expect(/404/);
	await anyone.goto('/verify');
	await anyone.getByLabel('查验码').fill('0000-0000');
	await anyone.getByRole('button', { name: '查验' }).click();
	await expect(anyone.getByRole('heading', { name: /没有查到这份证明/ })).toBeVisible();

	await anyone.goto('/shifts/figures');
	await expect(anyone.getByRole('row', { name: /青禾大街路口/ })).toContainText('少于 5');
});

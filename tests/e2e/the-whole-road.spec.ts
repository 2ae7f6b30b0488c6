import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { photoAt } from '../support/pictures';

test.use(ownTown());

const picture = async (name: string) => ({
	name,
	mimeType: 'image/jpeg',
	buffer: await photoAt(35.5815, 118.836)
});

test('from a resident’s photo to before and after side by side, and the resident’s word on it', async ({
	open
}) => {
	test.setTimeout(120_000);
	const resident = await open('phone');
	await signIn(resident, 'resident');
	await resident.goto('/reports/new');
	await resident.getByLabel('相册').setInputFiles([await picture('before.jpg')]);
	await resident.getByLabel('按词查找类别').fill('暴露垃圾');
	await resident.getByLabel('暴露垃圾').click();
	await resident.getByRole('button', { name: '用当前位置' }).click();
	await expect(resident.getByText('青禾大街与人民路路口附近')).toBeVisible();
	await resident.getByRole('button', { name: '提交' }).click();
	await expect(resident.getByText('已收到，等待文明办审核')).toBeVisible();
	const address = new URL(resident.url()).pathname;
	const code = address.split('/').at(-1)!;

	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto('/admin');
	await moderator.getByRole('link', { name: /暴露垃圾/ }).click();
	await moderator.getByRole('link', { name: '打开案卷' }).click();
	await moderator.waitForURL(/reports/);
	await expect(moderator.getByText(code).first()).toBeVisible();
	await moderator.getByRole('button', { name: '受理立案' }).click();
	await expect(moderator.getByText('已立案').first()).toBeVisible();
	await moderator.getByRole('button', { name: '派遣', exact: true }).click();
	await expect(moderator.getByText('已派遣').first()).toBeVisible();

	const unit = await open('phone');
	await signIn(unit, 'unit2');
	await unit.goto(`/unit/${code}`);
	await unit.getByRole('button', { name: '签收' }).click();
	await expect(unit.getByText('处置中').first()).toBeVisible();
	await unit.getByLabel('相册').setInputFiles([await picture('after.jpg')]);
	await unit.getByLabel('处理情况').fill('已清运，地面冲洗干净');
	await unit.getByRole('button', { name: /反馈/ }).click();
	await expect(unit.getByText('待核查').first()).toBeVisible();

	const checker = await open('phone');
	await signIn(checker, 'checker');
	await checker.goto('/check');
	await checker.getByText('暴露垃圾').first().click();
	await checker.getByRole('button', { name: /核查通过/ }).click();
	await expect(checker.getByText('已核查通过，这件结案了')).toBeVisible();

	await resident.goto('/me/inbox');
	await expect(resident.getByText('问题已解决，请您评价')).toBeVisible();
	await resident.getByText('问题已解决，请您评价').click();
	await expect(resident.getByText('核查通过，问题已解决')).toBeVisible();
	await resident.getByLabel('满意', { exact: true }).check();
	await resident.getByRole('button', { name: '提交评价' }).click();
	await expect(resident.getByText('您的评价：满意')).toBeVisible();
});

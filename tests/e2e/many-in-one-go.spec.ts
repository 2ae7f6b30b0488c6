import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

test('many are chosen, what cannot be done is said before and after, and why', async ({
	open,
	server
}) => {
	test.setTimeout(120_000);
	const { visitor, reported } = road(server.origin);
	const codes: string[] = [];
	for (let n = 0; n < 4; n++) codes.push(await reported());
	const dog = await reported(visitor(), { category: 'conduct.dog' });

	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto('/admin');
	const box = (code: string) => desk.getByLabel(`选中 ${code}`);
	await box(codes[0]!).check();
	await box(codes[3]!).click({ modifiers: ['Shift'] });
	await box(dog).check();
	await desk.getByRole('button', { name: '批量办理选中的 5 件' }).click();
	await desk.getByRole('button', { name: '看会怎样' }).click();
	await expect(desk.getByText('可以办 4 件，不能办 1 件')).toBeVisible();
	await expect(desk.getByText('请用“登记”')).toBeVisible();

	await desk.getByRole('button', { name: '办理这 4 件' }).click();
	await desk.waitForURL(/\/admin\/orders\/\d+/);
	await expect(desk.getByText('10 秒内可撤销')).toBeVisible();
	// in the meantime one of them is decided on elsewhere
	const moderator = await visitor().signIn('moderator');
	const reason = { reason: 'unclear', note: '' };
	await moderator.post(`/admin/reports/${codes[1]}?/reject`, reason);
	await expect(desk.getByText('全部办完：办成 3 件，没办成 1 件')).toBeVisible({ timeout: 30_000 });
	await expect(desk.getByRole('heading', { name: '没办成的（1）' })).toBeVisible();
	await expect(desk.locator('.why')).toContainText('不予受理');

	await desk.goto('/admin/orders');
	await expect(desk.getByText('没办成 1 件')).toBeVisible();
});

test('without a script the same forms lead the same way', async ({ noScript, server }) => {
	test.setTimeout(90_000);
	const { reported } = road(server.origin);
	const code = await reported();
	await signIn(noScript, 'moderator');
	await noScript.goto('/admin');
	await noScript.getByLabel(`选中 ${code}`).check();
	await noScript.getByRole('button', { name: '批量办理选中的' }).click();
	await noScript.getByLabel('派人核实').check();
	await noScript.getByRole('button', { name: '看会怎样' }).click();
	await noScript.getByRole('button', { name: '办理这 1 件' }).click();
	await expect(noScript.getByText('10 秒内可撤销')).toBeVisible();
	await noScript.getByRole('button', { name: '撤销' }).click();
	await expect(noScript.getByText('已撤销').first()).toBeVisible();
});

import { expect, test } from '../support/browser';
import { password } from '../support/town';

test('what is typed on a slow phone before the scripts have come is kept', async ({ phone }) => {
	// the scripts come only when the visitor has typed
	let release = () => {};
	const typed = new Promise<void>((resolve) => (release = resolve));
	await phone.route('**/_app/immutable/**/*.js', async (route) => {
		await typed;
		await route.continue();
	});
	await phone.goto('/login?staff', { waitUntil: 'commit' });
	await phone.getByLabel('用户名').fill('moderator');
	await phone.getByLabel('密码').fill(password);
	release();
	await phone.waitForLoadState('networkidle');
	await expect(phone.getByLabel('用户名')).toHaveValue('moderator');
	await phone.locator('form[action*="staff"]').getByRole('button', { name: '登录' }).click();
	await expect(phone).toHaveURL(/\/admin$/);
});

test('so are the words of a report, and what was unfolded stays open', async ({ phone }) => {
	let release = () => {};
	const typed = new Promise<void>((resolve) => (release = resolve));
	await phone.route('**/_app/immutable/**/*.js', async (route) => {
		await typed;
		await route.continue();
	});
	await phone.goto('/reports/new', { waitUntil: 'commit' });
	await phone.getByLabel('说几句（选填）').fill('三个桶都满了');
	await phone.getByLabel('详细地址（选填）').fill('北门');
	const group = phone.locator('details').filter({ hasText: '暴露垃圾' });
	await group.locator('summary').click();
	release();
	await phone.waitForLoadState('networkidle');
	await expect(phone.getByLabel('按词查找类别')).toBeVisible();
	await expect(group.getByText('暴露垃圾')).toBeVisible();
	await expect(phone.getByLabel('说几句（选填）')).toHaveValue('三个桶都满了');
	await expect(phone.getByLabel('详细地址（选填）')).toHaveValue('北门');
});

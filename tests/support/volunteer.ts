import type { Page } from '@playwright/test';

/** What the course before the first shift wants to hear. */
export const right = [
	'在路边提醒他等绿灯',
	'不争执，记下情况，告诉队长',
	'先到安全的地方，告诉队长'
];

/** Whoever comes new, by phone, from a page that asked to sign in. */
export async function signInByPhone(page: Page, phone: string) {
	await page.getByRole('textbox', { name: '手机号' }).fill(phone);
	await page.getByRole('button', { name: '获取验证码' }).click();
	const code = await page.getByRole('status').locator('strong').innerText();
	await page.getByLabel('6 位验证码').fill(code);
	await page.locator('form[action*="code"]').getByRole('button', { name: '登录' }).click();
}

export async function join(page: Page, ageBand: string) {
	await page.getByLabel(ageBand).check();
	for (const answer of right) await page.getByLabel(answer).check();
	await page.getByRole('button', { name: '登记成为志愿者' }).click();
}

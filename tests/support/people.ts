import type { Page } from '@playwright/test';
import { password } from './town';

/** Signs in by name and password, as staff do and as the demo's resident may. */
export async function signIn(page: Page, name: string): Promise<void> {
	await page.goto('/login?staff');
	await page.getByLabel('用户名').fill(name);
	await page.getByLabel('密码').fill(password);
	await page.locator('form[action*="staff"]').getByRole('button', { name: '登录' }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

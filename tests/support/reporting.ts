import type { Page } from '@playwright/test';
import { jpegPhoto } from './pictures';

/** Fills the form of /reports/new on a phone without a network, as number `n` of many. */
export async function fillReport(page: Page, n: number): Promise<void> {
	await page.getByLabel('相册').setInputFiles({
		name: `${n}.jpg`,
		mimeType: 'image/jpeg',
		buffer: await jpegPhoto(640, 480, n)
	});
	await page.getByAltText('第 1 张照片').waitFor();
	await page.getByLabel('按词查找类别').fill('暴露垃圾');
	await page.getByLabel('暴露垃圾').click();
	await page.getByLabel('或者选一个附近的地点').selectOption({ label: '人民广场' });
	await page.getByLabel('说几句（选填）').fill(`第 ${n} 件`);
}

export const submitReport = (page: Page) => page.getByRole('button', { name: '提交' }).click();

import { expect, test } from '../support/browser';
import { jpegPhoto } from '../support/pictures';

const photo = async () => ({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await jpegPhoto() });

test('before sending, a resident sees what the public will see, and nothing of who reports', async ({
	phone
}) => {
	await phone.goto('/reports/new');
	await phone.getByLabel('相册').setInputFiles(await photo());
	await phone.getByLabel('按词查找类别').fill('暴露垃圾');
	await phone.getByLabel('暴露垃圾').click();
	await phone.getByLabel('或者选一个附近的地点').selectOption({ label: '人民广场' });
	await phone.getByLabel('说几句（选填）').fill('三个桶都满了');
	await phone.getByLabel('手机号（选填）').fill('13900000001');
	await phone.getByText('公众看到的样子').click();
	const preview = phone.locator('details', { hasText: '公众看到的样子' });
	await expect(preview.getByText('暴露垃圾')).toBeVisible();
	await expect(preview.getByText('三个桶都满了')).toBeVisible();
	await expect(preview.getByText(/人民广场/)).toBeVisible();
	await expect(preview.getByRole('img')).toHaveCount(1);
	await expect(preview.getByText(/公开以前，文明办会逐张看照片/)).toBeVisible();
	await expect(preview).not.toContainText('13900000001');

	await phone.getByLabel('说几句（选填）').fill('改过的话');
	await expect(preview.getByText('改过的话')).toBeVisible();
});

test('of conduct the public sees a rounded place and the day, never the hour', async ({
	phone
}) => {
	await phone.goto('/reports/new');
	await phone.getByLabel('相册').setInputFiles(await photo());
	await phone.getByLabel('按词查找类别').fill('随地吐痰');
	await phone
		.getByLabel(/随地吐痰/)
		.first()
		.click();
	await phone.getByRole('button', { name: '用当前位置' }).click();
	await expect(phone.getByText(/路口附近/)).toBeVisible();
	await phone.getByText('公众看到的样子').click();
	const preview = phone.locator('details', { hasText: '公众看到的样子' });
	await expect(preview.getByText(/50 米/)).toBeVisible();
	await expect(preview).not.toContainText(/\d{1,2}:\d{2}/);
});

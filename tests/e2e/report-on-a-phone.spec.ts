import { expect, test } from '../support/browser';
import { photoAt } from '../support/pictures';

test('a resident reports with photos and place in a few taps, and follows it by a link', async ({
	phone,
	open,
	complaints
}) => {
	await phone.goto('/');
	await phone.getByRole('link', { name: '随手拍 · 上报问题' }).click();

	const album = phone.getByLabel('相册');
	await album.setInputFiles([
		{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.5815, 118.836) },
		{ name: 'b.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.5815, 118.836) }
	]);
	await expect(phone.getByAltText('第 2 张照片')).toBeVisible();
	await expect(phone.getByText('青禾大街与人民路路口附近')).toBeVisible();

	await phone.getByLabel('按词查找类别').fill('垃圾桶');
	await phone.getByLabel('垃圾桶满溢、脏污').click();
	await phone.getByLabel('说几句（选填）').fill('三个桶都满了');
	await phone.getByRole('button', { name: '提交' }).click();

	await expect(phone.getByRole('heading', { name: /垃圾桶满溢、脏污/ })).toBeVisible();
	await expect(phone.getByText('已收到，等待文明办审核')).toBeVisible();
	await expect(phone.getByAltText('上报时的照片')).toHaveCount(2);
	expect(phone.url()).not.toContain('claim');

	const link = await phone.getByRole('textbox', { name: '查询链接' }).inputValue();
	const other = await open('phone');
	await other.goto(link);
	await expect(other.getByRole('region', { name: '说明' })).toContainText('三个桶都满了');

	complaints.expect(/404/);
	const stranger = await open('phone');
	const answer = await stranger.goto(new URL(phone.url()).pathname);
	expect(answer?.status()).toBe(404);
});

test('a draft survives a reload, and can be thrown away', async ({ phone }) => {
	await phone.goto('/reports/new');
	await phone
		.getByLabel('相册')
		.setInputFiles([
			{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.58, 118.83) }
		]);
	await phone.getByLabel('说几句（选填）').fill('写到一半');
	await expect(phone.getByAltText('第 1 张照片')).toBeVisible();
	await phone.waitForTimeout(300);
	await phone.reload();
	await expect(phone.getByText('已恢复上次没写完的内容')).toBeVisible();
	await expect(phone.getByAltText('第 1 张照片')).toBeVisible();
	await expect(phone.getByLabel('说几句（选填）')).toHaveValue('写到一半');
	await phone.getByRole('button', { name: '清空重写' }).click();
	await expect(phone.getByAltText('第 1 张照片')).toHaveCount(0);
});

test('what is missing is said beside its field, and nothing is sent', async ({ phone }) => {
	await phone.goto('/reports/new');
	await phone.getByRole('button', { name: '提交' }).click();
	await expect(phone.getByRole('alert')).toContainText('请至少拍一张照片');
	await expect(phone.getByText('请选择类别')).toBeVisible();
	await expect(phone.getByText('请说明位置：定位、点地图，或选一个地点')).toBeVisible();
});

test('without a script the plain form takes photos, category and place', async ({ noScript }) => {
	await noScript.goto('/reports/new');
	await noScript
		.getByLabel('相册')
		.setInputFiles([
			{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await photoAt(35.58, 118.83) }
		]);
	await noScript.getByText('环境卫生', { exact: true }).click();
	await noScript.getByRole('radio', { name: /^道路不洁/ }).check();
	await noScript.getByLabel('选一个最近的地点').selectOption({ label: '人民广场' });
	await noScript.getByLabel('详细地址（选填）').fill('喷泉旁');
	await noScript.getByRole('button', { name: '提交' }).click();
	await expect(noScript.getByRole('heading', { name: /道路不洁/ })).toBeVisible();
	await expect(noScript.getByText('喷泉旁')).toBeVisible();
	await expect(noScript.getByAltText('上报时的照片')).toHaveCount(1);
	await expect(noScript.getByRole('textbox', { name: '查询链接' })).toHaveValue(/claim=/);
});

import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { signIn, signInAndLook } from '../support/people';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';

/** Reports that a moderator has put before the public, far enough apart not to be one another's. */
function publishing(origin: string) {
	const { reported, visitor } = road(origin);
	let spots = 0;
	return async (by = visitor(), more: Record<string, unknown> = {}) => {
		const code = await reported(by, { lat: 35.5815 + ++spots * 0.002, ...more });
		const moderator = await visitor().signIn('moderator');
		const desk = await (await moderator.get(`/admin/reports/${code}`)).text();
		const key = /name="key" value="([\w-]+)"/.exec(desk)![1]!;
		await moderator.post(`/admin/reports/${code}?/photo`, { key, how: 'as_is' });
		await moderator.post(`/admin/reports/${code}?/release`, { description: '路边一堆垃圾' });
		return code;
	};
}

const picture = async (seed: number) => ({
	name: 'photo.jpg',
	mimeType: 'image/jpeg',
	buffer: await jpegPhoto(640, 480, seed)
});
const join = (page: Page) => page.getByRole('button', { name: '我也看到', exact: true });

test('someone about to report is shown the same trouble near by, and joins it instead', async ({
	phone,
	server
}) => {
	const published = publishing(server.origin);
	const spot = { lat: 35.5772, lng: 118.8362 };
	const code = await published(undefined, spot);

	await phone.goto(`/reports/new?lat=${spot.lat + 0.0003}&lng=${spot.lng}`);
	await expect(phone.getByText('附近有人报过')).toHaveCount(0);
	await phone.getByLabel('按词查找类别').fill('暴露垃圾');
	// chosen, the list closes
	await phone.getByRole('radio', { name: /^暴露垃圾/ }).click();

	const near = phone.getByRole('region', { name: '附近有人报过，是同一件吗？' });
	await expect(near.getByText(/^约 30 米/)).toBeVisible();
	const photo = near.getByRole('img', { name: '暴露垃圾的照片' });
	await expect
		.poll(() => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth))
		.toBeGreaterThan(300);
	expect((await photo.boundingBox())!.width).toBeGreaterThanOrEqual(159);

	await near.getByRole('button', { name: '我也看到' }).click();
	await expect(phone.getByText('谢谢您，已经算上您了：现在 1 人也看到。')).toBeVisible();
	await phone.getByRole('link', { name: '看这件的进度' }).click();
	await expect(phone).toHaveURL(new RegExp(`/reports/${code}$`));
	await expect(phone.getByText('✓ 已计入')).toBeVisible();
	await phone.goto('/me');
	await expect(phone.getByRole('heading', { name: '我关注的' })).toBeVisible();
	await expect(phone.getByRole('heading', { name: /未登录时上报的/ })).toHaveCount(0);
});

test('a guest is counted once, finds it again under 我的, and can take it back', async ({
	phone,
	open,
	server
}) => {
	const code = await publishing(server.origin)();
	await phone.goto(`/reports/${code}`);
	await join(phone).click();
	await expect(phone.getByRole('heading', { name: '1 人也看到' })).toBeVisible();
	await phone.reload();
	await expect(phone.getByText('✓ 已计入')).toBeVisible();
	await expect(join(phone)).toHaveCount(0);

	const other = await open('phone');
	await other.goto(`/reports/${code}`);
	await expect(other.getByRole('heading', { name: '1 人也看到' })).toBeVisible();
	await join(other).click();
	await expect(other.getByRole('heading', { name: '2 人也看到' })).toBeVisible();

	await phone.goto('/me');
	const followed = phone.getByRole('region', { name: '我关注的' });
	await followed.getByRole('link', { name: new RegExp(code) }).click();
	await phone.getByRole('button', { name: /^取消/ }).click();
	await expect(phone.getByRole('heading', { name: '1 人也看到' })).toBeVisible();
	await expect(join(phone)).toBeVisible();
	await phone.goto('/me');
	await expect(phone.getByRole('heading', { name: '我关注的' })).toHaveCount(0);
});

test('a photo added with it is public only after a moderator released it', async ({
	phone,
	open,
	server
}) => {
	const code = await publishing(server.origin)();
	await phone.goto(`/reports/${code}`);
	await phone.getByText('附一张照片（选填）').click();
	await phone.getByLabel('相册').setInputFiles([await picture(3)]);
	await expect(phone.getByText('已选 1 张')).toBeVisible();
	await join(phone).click();
	await expect(phone.getByText('照片由文明办看过后公开')).toBeVisible();
	await expect(phone.getByText('您补充了 1 张照片')).toBeVisible();
	const added = (page: Page) => page.getByAltText('也看到的人拍的照片');
	await expect(added(phone)).toHaveCount(0);

	const moderator = await open('desk');
	await signInAndLook(moderator, 'moderator');
	await moderator.getByRole('link', { name: /新照片待看/ }).click();
	const waiting = moderator.getByRole('region', { name: '新照片待看' });
	await waiting.getByRole('listitem').filter({ hasText: code }).getByRole('link').click();
	await expect(moderator.getByText('1 人也看到')).toBeVisible();
	await expect(moderator.getByText('未决定，不公开')).toHaveCount(1);
	await moderator.getByRole('button', { name: '原样公开' }).click();
	await expect(moderator.getByText('未决定，不公开')).toHaveCount(0);
	await moderator.goto('/admin?queue=new_photos');
	await expect(moderator.getByText('没有等待查看的新照片')).toBeVisible();

	await phone.reload();
	await expect(added(phone)).toBeVisible();
});

test('without a script one joins with a photo, and takes it back', async ({ noScript, server }) => {
	const code = await publishing(server.origin)();
	await noScript.goto(`/reports/${code}`);
	await noScript.getByText('附一张照片（选填）').click();
	await noScript.getByLabel('补充照片（最多 2 张）').setInputFiles([await picture(4)]);
	await join(noScript).click();
	await expect(noScript.getByRole('heading', { name: '1 人也看到' })).toBeVisible();
	await expect(noScript.getByText('您补充了 1 张照片')).toBeVisible();
	await noScript.getByRole('button', { name: /^取消/ }).click();
	await expect(noScript.getByRole('status')).toContainText('已取消');
	await expect(noScript.getByRole('heading', { name: '您也看到了吗？' })).toBeVisible();
});

test('merging moves whoever saw it, and each is told in plain words', async ({ open, server }) => {
	test.setTimeout(60_000);
	const { visitor } = road(server.origin);
	const published = publishing(server.origin);
	const reporter = await visitor().signIn('resident');
	const target = await published(reporter);
	const one = await published();
	const guest = await open('phone');
	await guest.goto(`/reports/${one}`);
	await join(guest).click();
	await expect(guest.getByText('✓ 已计入')).toBeVisible();

	const moderator = await visitor().signIn('moderator');
	await moderator.post(`/admin/reports/${one}?/merge`, { target });

	await guest.goto('/me');
	await guest
		.getByRole('region', { name: '我关注的' })
		.getByRole('link', { name: new RegExp(target) })
		.click();
	// the guest who reported the one, and this one
	await expect(guest.getByRole('heading', { name: '2 人也看到' })).toBeVisible();
	await expect(guest.getByText('✓ 已计入')).toBeVisible();

	const resident = await open('phone');
	await signIn(resident, 'resident');
	await resident.goto('/me/inbox');
	await resident.getByRole('link', { name: /又有 2 人反映同一问题/ }).click();
	await expect(resident).toHaveURL(new RegExp(`/reports/${target}$`));
	await expect(resident.getByRole('heading', { name: '2 人也看到' })).toBeVisible();
	await expect(join(resident)).toHaveCount(0);
});

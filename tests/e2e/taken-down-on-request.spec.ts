import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

for (const device of ['phone', 'noScript'] as const) {
	const how = device === 'phone' ? 'with a script' : 'without a script';
	test(`anyone asks for a take-down, and a moderator answers in time, ${how}`, async ({
		open,
		server,
		complaints
	}) => {
		test.setTimeout(60_000);
		complaints.expect(/400|404/);
		const { reported, visitor } = road(server.origin);
		const reporter = visitor();
		await reporter.signIn('resident');
		const code = await reported(reporter, { description: '路口堆着垃圾' });
		const desk = await visitor().signIn('moderator');
		const file = await (await desk.get(`/admin/reports/${code}`)).text();
		const key = /name="key" value="([\w-]+)"/.exec(file)![1]!;
		await desk.post(`/admin/reports/${code}?/photo`, { key, how: 'as_is' });
		await desk.post(`/admin/reports/${code}?/release`, { description: '路口堆着垃圾' });

		const anyone = await open(device);
		await anyone.goto(`/reports/${code}`);
		await anyone.getByText('这件上报不该公开？请求撤下').click();
		await anyone.getByRole('radio', { name: '拍到我或我的车' }).check();
		await anyone.getByLabel('具体情况').fill('照片里是我的车，车牌看得清');
		await anyone.getByLabel('手机号或邮箱（选填）').fill('打我电话');
		await anyone.getByRole('button', { name: '提交请求' }).click();
		await expect(anyone.getByText('请填写手机号或邮箱，也可以不填').last()).toBeVisible();
		await expect(anyone.getByLabel('具体情况')).toHaveValue('照片里是我的车，车牌看得清');
		await expect(anyone.getByRole('radio', { name: '拍到我或我的车' })).toBeChecked();
		await anyone.getByLabel('手机号或邮箱（选填）').fill('13900000088');
		await anyone.getByRole('button', { name: '提交请求' }).click();
		await expect(anyone.getByRole('status').filter({ hasText: '答复' })).toContainText(
			/最晚 \d+月\d+日 \d\d:\d\d 答复/
		);
		await anyone.reload();
		await expect(anyone.getByText('路口堆着垃圾')).toBeVisible();

		const moderator = await open('desk');
		await signIn(moderator, 'moderator');
		await moderator.goto('/me/inbox');
		await moderator
			.getByRole('link', { name: /有人请求撤下公开上报/ })
			.first()
			.click();
		const request = moderator.getByRole('article').filter({ hasText: code });
		await expect(request.getByText('照片里是我的车，车牌看得清')).toBeVisible();
		await expect(request.getByText('路口堆着垃圾')).toBeVisible();
		await expect(request.getByAltText('公开的照片，第 1 张')).toBeVisible();
		await expect(request.getByText(/到期$/)).toBeVisible();
		await expect(request.getByText('13900000088')).toHaveCount(0);
		await request.getByRole('button', { name: '查看联系方式' }).click();
		await expect(request.getByText('13900000088')).toBeVisible();
		await request.getByLabel('答复').fill('车牌没有遮住，已撤下');
		await request.getByRole('button', { name: '撤下，不再公开' }).click();
		await expect(moderator.getByRole('status').filter({ hasText: '已撤下' })).toContainText(
			'已撤下'
		);
		await expect(
			moderator.getByRole('region', { name: '已答复' }).getByText('车牌没有遮住，已撤下').first()
		).toBeVisible();

		expect((await anyone.goto(`/reports/${code}`))?.status()).toBe(404);
		await anyone.goto('/reports');
		await expect(anyone.getByText(code)).toHaveCount(0);

		const resident = await open('phone');
		await signIn(resident, 'resident');
		await resident.goto('/me/inbox');
		await resident
			.getByRole('link', { name: /您的上报不再公开展示/ })
			.first()
			.click();
		await expect(resident.getByText('这件只有您能看到')).toBeVisible();
	});
}

test('the desk has the count, and what concerns a child stands first', async ({ open, server }) => {
	const { reported, visitor } = road(server.origin);
	const desk = await visitor().signIn('moderator');
	for (const [reason, words] of [
		['untrue', '不是真的'],
		['minor', '有孩子']
	] as const) {
		const code = await reported(undefined, { description: words });
		const file = await (await desk.get(`/admin/reports/${code}`)).text();
		const key = /name="key" value="([\w-]+)"/.exec(file)![1]!;
		await desk.post(`/admin/reports/${code}?/photo`, { key, how: 'withhold' });
		await desk.post(`/admin/reports/${code}?/release`, { description: '…' });
		await visitor().post(`/reports/${code}?/takedown`, { reason, words, contact: '' });
	}
	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto('/admin');
	await moderator.getByRole('link', { name: /撤下请求 \d+/ }).click();
	await expect(moderator.getByRole('article').first()).toContainText('涉及未成年人');
	await expect(moderator.getByRole('article').first()).toContainText('有孩子');
	await expect(moderator.getByRole('heading', { name: '等待答复（2）' })).toBeVisible();
});

test('what is opened and typed before the page is alive stays', async ({ open, server }) => {
	const { reported, visitor } = road(server.origin);
	const desk = await visitor().signIn('moderator');
	const code = await reported();
	const file = await (await desk.get(`/admin/reports/${code}`)).text();
	const key = /name="key" value="([\w-]+)"/.exec(file)![1]!;
	await desk.post(`/admin/reports/${code}?/photo`, { key, how: 'withhold' });
	await desk.post(`/admin/reports/${code}?/release`, { description: '…' });

	const page = await open('phone');
	let arrive = () => {};
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	await page.route(/\/_app\/.*\.js/, async (route) => {
		await arrived;
		await route.continue();
	});
	await page.goto(`/reports/${code}`, { waitUntil: 'commit' });
	await page.getByText('这件上报不该公开？请求撤下').click();
	await page.getByRole('radio', { name: '内容不属实' }).check();
	await page.getByLabel('具体情况').fill('写到一半');
	arrive();
	await page.waitForLoadState('networkidle');
	await expect(page.getByLabel('具体情况')).toBeVisible();
	await expect(page.getByLabel('具体情况')).toHaveValue('写到一半');
	await expect(page.getByRole('radio', { name: '内容不属实' })).toBeChecked();
});

import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

for (const device of ['desk', 'noScript'] as const) {
	const how = device === 'desk' ? 'with a script' : 'without a script';
	test(`two characters find it, and the filter is a link for a colleague, ${how}`, async ({
		open,
		server
	}) => {
		test.setTimeout(60_000);
		const { reported } = road(server.origin);
		const word = device === 'desk' ? '砖堆' : '瓦片';
		const code = await reported(undefined, { description: `墙根有${word}，绊脚` });
		await reported(undefined, { description: '垃圾桶满了' });

		const page = await open(device);
		await signIn(page, 'moderator');
		await page.goto('/admin');
		await page.getByRole('link', { name: '搜索' }).click();
		await page.getByLabel('编号或词').fill(word);
		await page.getByLabel('状态').selectOption('待受理');
		await page.getByRole('button', { name: '搜索' }).click();
		await expect(page.getByRole('heading', { name: '找到 1 件' })).toBeVisible();
		await expect(page.getByRole('listitem').filter({ hasText: code })).toContainText('到期');
		expect(new URL(page.url()).search).toBe(`?q=${encodeURIComponent(word)}&in=submitted`);

		await page.getByLabel('把现在的条件保存为').fill(`找${word}`);
		await page.getByRole('button', { name: '保存筛选' }).click();
		await expect(page.getByRole('status').filter({ hasText: '已保存' })).toBeVisible();
		const mine = page.getByRole('navigation', { name: '保存的筛选' });
		await expect(
			mine.getByRole('link', { name: new RegExp(`找${word}\\s*1\\s*件`) })
		).toBeVisible();
		await expect(page.getByRole('heading', { name: '找到 1 件' })).toBeVisible();

		await reported(undefined, { description: `又有${word}` });
		await page.goto('/admin');
		await mine.getByRole('link', { name: new RegExp(`找${word}\\s*2\\s*件`) }).click();
		await expect(page.getByRole('heading', { name: '找到 2 件' })).toBeVisible();
		await expect(page.getByLabel('编号或词')).toHaveValue(word);
		const link = page.url();

		await page.getByText('改名、删去保存的筛选').click();
		await page.getByRole('textbox', { name: '名称' }).fill(`${word}都在这`);
		await page.getByRole('button', { name: new RegExp(`改名\\s*：找${word}`) }).click();
		await expect(mine.getByRole('link', { name: `${word}都在这` })).toBeVisible();
		// with a script it is still open
		if (device === 'noScript') await page.getByText('改名、删去保存的筛选').click();
		await page.getByRole('button', { name: new RegExp(`删去\\s*：${word}都在这`) }).click();
		await expect(mine).toHaveCount(0);

		const colleague = await open(device);
		await signIn(colleague, 'supervisor');
		await colleague.goto(link);
		await expect(colleague.getByRole('heading', { name: '找到 2 件' })).toBeVisible();
		await expect(colleague.getByText(code)).toBeVisible();
		await expect(colleague.getByRole('navigation', { name: '保存的筛选' })).toHaveCount(0);
		const download = colleague.waitForEvent('download');
		await colleague.getByRole('link', { name: 'CSV' }).click();
		expect((await download).suggestedFilename()).toBe('搜索结果.csv');
	});
}

test('who left a phone number is found by those who may, with a reason', async ({
	open,
	server,
	complaints
}) => {
	const { reported } = road(server.origin);
	const code = await reported(undefined, { contact: { phone: '13900000456' } });
	const page = await open('desk');
	await signIn(page, 'moderator');
	await page.goto('/admin/search');
	await page.getByText('按上报人手机号查找').click();
	await page.getByLabel('手机号', { exact: true }).fill('139 0000 0456');
	await page.getByLabel('查找原因').fill('回电核实');
	await page.getByRole('button', { name: '查找' }).click();
	await expect(page.getByRole('region', { name: '这个号码的上报' })).toContainText(code);
	expect(page.url()).not.toContain('139');

	const administrator = await open('desk');
	await signIn(administrator, 'admin');
	complaints.expect(/403/);
	await administrator.goto('/admin/search');
	await expect(administrator.getByRole('heading', { name: '您的账号不能进入这里' })).toBeVisible();
});

test('the one beside a report says why it may be the same, and takes it in', async ({
	open,
	server
}) => {
	const { reported } = road(server.origin);
	const first = await reported(undefined, { description: '石墩倒在盲道上面' });
	const second = await reported(undefined, { description: '石墩倒在盲道上面' });
	const page = await open('desk');
	await signIn(page, 'moderator');
	await page.goto(`/admin/reports/${second}`);
	const beside = page.getByRole('listitem').filter({ hasText: first });
	await expect(beside).toContainText('相距 0 米');
	await expect(beside).toContainText('照片相同');
	await expect(beside).toContainText('文字相同');
	await beside.getByRole('button', { name: '并入' }).click();
	await expect(page.getByRole('status').filter({ hasText: '已并案' })).toBeVisible();
});

import type { Page } from '@playwright/test';
import { expect, ownTown, test } from '../support/browser';
import { makeLine } from '../support/line';
import { signIn, signInAndLook } from '../support/people';
import { jpegPhoto } from '../support/pictures';

test.use(ownTown());

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** The paths of all that a phone keeps. */
const keptOn = (phone: Page) =>
	phone.evaluate(async () => {
		const found: string[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			found.push(...(await cache.keys()).map(({ url }) => new URL(url).pathname));
		}
		return found;
	});

test('an editor writes, a colleague looks, a resident reads with the server stopped, a neighbour prints', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(120_000);
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError|status of (409|404)/);
	const desk = await open('desk');
	await signInAndLook(desk, 'editor');
	await expect(desk.getByText('还没有海报')).toBeVisible();
	await desk.getByRole('link', { name: '写一张新海报' }).click();
	await desk.getByLabel('标题').fill('楼道不是仓库');
	await desk.getByLabel('主题').selectOption('消防安全');
	await desk.getByLabel('一句话').fill('通道留一米，救命快一步');
	await desk
		.getByLabel('正文')
		.fill('## 三件事\n\n- 鞋柜搬回家<script>alert(1)</script>\n- 纸箱卖掉');
	await expect(desk.getByRole('heading', { name: '三件事' })).toBeVisible();
	await desk.getByLabel('图片说明').fill('画着一条干净的楼道');
	await desk.getByLabel('从哪天起').fill(today());
	await desk.getByLabel('到哪天（含）').fill(today());
	await desk.getByRole('button', { name: '存为草稿' }).click();
	await desk.getByRole('link', { name: '换图片、视频和字幕' }).click();
	await desk
		.locator('input[type="file"]')
		.first()
		.setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: await jpegPhoto(640, 480, 5) });
	await desk.getByRole('button', { name: '用这张图片' }).click();
	await expect(desk.getByRole('img', { name: '画着一条干净的楼道' })).toBeVisible();
	await desk.getByRole('button', { name: '送同事复核' }).click();
	await expect(desk.getByText('已送复核')).toBeVisible();
	await expect(desk.getByText('要请另一位同事看过才能发布')).toBeVisible();
	await expect(desk.getByRole('button', { name: '看过了，发布' })).toHaveCount(0);

	const colleague = await open('desk');
	await signInAndLook(colleague, 'supervisor');
	await colleague.getByRole('link', { name: '公益广告' }).click();
	await colleague.getByRole('link', { name: '楼道不是仓库', exact: true }).click();
	await colleague.getByRole('button', { name: '看过了，发布' }).click();
	await expect(colleague.getByText('已发布，到展示的日子')).toBeVisible();
	await colleague.getByRole('link', { name: '公益广告', exact: true }).first().click();
	await colleague.getByRole('link', { name: '日历' }).click();
	await expect(
		colleague.getByRole('listitem').filter({ hasText: '楼道不是仓库' })
	).not.toContainText('空档');

	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await phone.goto('/posters');
	const poster = phone.getByRole('link', { name: /楼道不是仓库/ });
	const path = (await poster.getAttribute('href'))!;
	await expect.poll(() => keptOn(phone), { timeout: 30_000 }).toContain(path);
	await expect.poll(() => keptOn(phone), { timeout: 30_000 }).toContain(`${path}/picture`);
	line.disconnect();
	await poster.click();
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('楼道不是仓库');
	await expect(phone.getByText('鞋柜搬回家')).toBeVisible();
	await expect(phone.getByText(/^连不上网络，这是/)).toBeVisible();
	await expect
		.poll(() =>
			phone
				.getByRole('img', { name: '画着一条干净的楼道' })
				.evaluate((img) => (img as HTMLImageElement).naturalWidth)
		)
		.toBeGreaterThan(0);

	// what was kept for later, and read without a network, is no read
	line.connect(server.port);
	await colleague.goto(`/admin${path}`);
	await expect(colleague.getByText('最近 30 天还没有人读过')).toBeVisible();
	await phone.goto(path);
	await expect(phone.getByText('鞋柜搬回家')).toBeVisible();
	await expect(phone.getByText(/^连不上网络，这是/)).toBeHidden();
	await colleague.reload();
	await expect(colleague.getByText('最近 30 天读了 1 次')).toBeVisible();

	const sparing = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await sparing.addInitScript(() =>
		Object.defineProperty(navigator, 'connection', { value: { saveData: true } })
	);
	const before = line.passed.length;
	await sparing.goto('/posters');
	await sparing.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await sparing.waitForTimeout(2000);
	expect(line.passed.slice(before)).toContain('GET /posters');
	expect(line.passed.slice(before)).not.toContain(`GET ${path}`);

	const neighbour = await open('desk');
	await neighbour.goto('/posters');
	await neighbour.getByRole('link', { name: /楼道不是仓库/ }).click();
	await neighbour.getByRole('link', { name: '打印 A3' }).click();
	await neighbour.emulateMedia({ media: 'print' });
	const sheet = neighbour.locator('article');
	await expect(sheet.getByRole('img', { name: '这张海报的二维码' })).toBeVisible();
	await expect(neighbour.getByRole('navigation', { name: '主要页面' })).toBeHidden();
	await expect(neighbour.getByText('用浏览器的“打印”')).toBeHidden();
	const millimetre = 96 / 25.4;
	const box = (await sheet.boundingBox())!;
	expect([box.x, box.y]).toEqual([0, 0]);
	expect(box.width / millimetre).toBeCloseTo(297, 0);
	expect(box.height / millimetre).toBeLessThanOrEqual(420);
	const pdf = await neighbour.pdf({ preferCSSPageSize: true });
	const pages = pdf.toString('latin1');
	expect(pages.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
	// A3 in points
	expect(pages).toMatch(/\/MediaBox\s*\[0 0 84[12](\.\d+)? 119[01](\.\d+)?\]/);

	await colleague.getByLabel('下架的原因').fill('换一张新的');
	await colleague.getByRole('button', { name: '下架' }).click();
	await expect(colleague.getByText('已下架，居民看不到了。')).toBeVisible();
	await phone.goto('/posters');
	await expect(phone.getByText('现在没有在展示的海报')).toBeVisible();
	await expect.poll(() => keptOn(phone), { timeout: 30_000 }).not.toContain(path);
	await line.close();
});

test('what is broken on the wall is reported from the wall, and suggested to whoever looks after it', async ({
	open,
	phone
}) => {
	const desk = await open('desk');
	await signInAndLook(desk, 'editor');
	await desk.getByRole('link', { name: '街上的点位' }).click();
	await desk.getByText('添加点位').first().click();
	await desk.getByLabel('在哪里').fill('人民广场东门灯杆');
	await desk.getByLabel('种类').selectOption('灯杆');
	await desk.getByLabel('谁负责维护').selectOption('市政管理处');
	await desk.getByLabel('纬度').fill('35.581');
	await desk.getByLabel('经度').fill('118.836');
	await desk.getByRole('button', { name: '添加点位' }).click();
	await expect(desk.getByText('已添加“人民广场东门灯杆”')).toBeVisible();
	await desk.getByRole('link', { name: '打开：人民广场东门灯杆' }).click();
	await desk.waitForURL(/\/sites\/[0-9A-Z]{4}-[0-9A-Z]{4}$/);
	const code = desk.url().split('/').at(-1)!;

	await phone.goto(`/posters/sites/${code}`);
	await phone.getByRole('link', { name: '报给市政管理处' }).click();
	await expect(phone.getByRole('heading', { name: '随手拍', level: 1 })).toBeVisible();
	await expect(phone.getByText('公益广告破损、缺失').first()).toBeVisible();
	await phone
		.locator('input[type="file"]')
		.first()
		.setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: await jpegPhoto(640, 480, 6) });
	await phone.getByRole('button', { name: /^提交/ }).click();
	await phone.waitForURL(/\/reports\/[0-9A-Z]{4}-[0-9A-Z]{4}$/);
	const report = phone.url().split('/').at(-1)!;

	const office = await open('desk');
	await signIn(office, 'moderator');
	await office.goto(`/admin/reports/${report}`);
	await expect(office.getByText(`公益广告点位 ${code} 人民广场东门灯杆`).first()).toBeVisible();
	await expect(office.getByText('公益广告点位登记：人民广场东门灯杆').first()).toBeVisible();
	await expect(office.getByText('市政管理处').first()).toBeVisible();

	await desk.getByLabel('破损、缺失').check();
	await desk.getByLabel('说明').fill('下半截掉了');
	await desk.getByRole('button', { name: '记下这次检查' }).click();
	await expect(desk.getByText('已记下这次检查')).toBeVisible();
	await desk.goto('/admin/posters/sites');
	await expect(desk.getByRole('row').filter({ hasText: '人民广场东门灯杆' })).toContainText(
		'破损、缺失'
	);
});

test('without a script a poster is read, and in 长辈版 it is opened by choice', async ({
	noScript,
	open
}) => {
	const editor = await open('noScript');
	await signIn(editor, 'editor');
	await editor.goto('/admin/posters/new');
	await editor.getByLabel('标题').fill('礼让斑马线');
	await editor.getByLabel('主题').selectOption('文明交通');
	await editor.getByLabel('一句话').fill('停一停，让一让');
	await editor.getByLabel('正文').fill('**慢一点**，谢谢您。');
	await editor.getByRole('button', { name: '看看样子，先不保存' }).click();
	await expect(editor.locator('strong', { hasText: '慢一点' })).toBeVisible();
	await expect(editor.getByLabel('标题')).toHaveValue('礼让斑马线');
	await editor.getByLabel('到哪天（含）').fill(today());
	await editor.getByRole('button', { name: '存为草稿' }).click();
	await editor.getByRole('button', { name: '送同事复核' }).click();
	const slug = new URL(editor.url()).pathname.split('/').at(-1);
	const colleague = await open('noScript');
	await signIn(colleague, 'moderator');
	await colleague.goto(`/admin/posters/${slug}`);
	await colleague.getByRole('button', { name: '看过了，发布' }).click();

	await noScript.goto('/');
	await noScript.getByRole('button', { name: '长辈版', exact: true }).first().click();
	const poster = noScript.getByRole('link', { name: '礼让斑马线' });
	await expect(poster).toBeHidden();
	await noScript.getByText('公益广告和每日一题').click();
	await poster.click();
	await expect(noScript.getByText('慢一点')).toBeVisible();
});

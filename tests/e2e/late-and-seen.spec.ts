import { expect, ownTown, test } from '../support/browser';
import { signIn, signInAndLook } from '../support/people';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';
import { make, prepareTown } from '../support/town';

const seed = async (dir: string) => {
	await prepareTown(dir);
	await make('late', dir);
};
test.use(ownTown(seed));

test('a unit asks for more time: one ask is refused with its reason, one is granted and the public reads the new limit', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(120_000);
	// the picture of the case of ten days ago is not in the store
	complaints.expect(/404/);
	const { reported, dispatched, visitor } = road(server.origin);
	const mine = await visitor().signIn('resident');
	const handler = await visitor().signIn('unit2');
	const codes = [await reported(mine), await reported(mine)] as const;
	for (const code of codes) {
		await dispatched(code);
		await handler.post(`/unit/${code}?/acknowledge`, {});
	}

	// by a phone without a script, as by any other
	const unit = await open('noScript');
	await signIn(unit, 'unit2');
	for (const [i, code] of codes.entries()) {
		await unit.goto(`/unit/${code}`);
		await unit.getByText('来不及，申请延期').click();
		const form = unit.locator('details', { hasText: '来不及，申请延期' });
		await unit.getByLabel('再要多少时间').selectOption({ value: '8' });
		await form.getByLabel('理由').fill(`吊车第 ${i + 1} 次没有到`);
		await unit.getByRole('button', { name: '提交申请延期' }).click();
		await expect(unit.getByText('已提交延期申请。')).toBeVisible();
		await expect(unit.getByText('等待答复')).toBeVisible();
	}

	const supervisor = await open('desk');
	await signInAndLook(supervisor, 'supervisor');
	const nav = supervisor.getByRole('navigation', { name: '工作台' });
	await expect(nav.getByRole('link', { name: /申请\s*2\s*件/ })).toBeVisible();
	await nav.getByRole('link', { name: /申请/ }).click();
	const asks = supervisor.getByRole('article');
	const first = asks.filter({ hasText: '吊车第 1 次没有到' });
	await first.getByLabel('答复的理由').fill('可以先人工清运');
	await first.getByRole('button', { name: '不准' }).click();
	await expect(supervisor.getByText('已答复不准，单位已收到。')).toBeVisible();
	const second = asks.filter({ hasText: '吊车第 2 次没有到' });
	await second.getByLabel('答复的理由').fill('属实');
	await second.getByLabel('给居民看的话').fill('正在等吊车。');
	const promised = await second
		.getByText(/准了就到/)
		.locator('strong')
		.textContent();
	await second.getByRole('button', { name: '准予延期' }).click();
	await expect(supervisor.getByText('已准，单位已收到答复。')).toBeVisible();
	await expect(nav.getByRole('link', { name: '申请', exact: true })).toBeVisible();

	await unit.goto(`/unit/${codes[0]}`);
	await expect(unit.getByText('可以先人工清运').first()).toBeVisible();
	await expect(unit.getByText('✕ 不准')).toBeVisible();
	await unit.goto(`/unit/${codes[1]}`);
	await expect(unit.getByText('✓ 已准')).toBeVisible();
	await expect(unit.getByText(`${promised} 前处理`)).toBeVisible();

	const resident = await open('phone');
	await signIn(resident, 'resident');
	await resident.goto(`/reports/${codes[1]}`);
	await expect(
		resident.getByText(`办理期限延长到 ${promised}。正在等吊车。`).first()
	).toBeVisible();
	await resident.goto(`/reports/${codes[0]}`);
	await expect(resident.getByText(/办理期限延长/)).toHaveCount(0);
});

test('a case that is late is told once to the unit and to the supervisor; an appeal is granted, and the fact stays', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(120_000);
	// the picture of the case of ten days ago is not in the store
	complaints.expect(/404/);
	const unit = await open('phone');
	await signIn(unit, 'unit2');
	await unit.goto('/unit');
	const late = unit.getByRole('link').filter({ hasText: '十天前就报过的垃圾' });
	await expect(late.getByText(/● 已超时/)).toBeVisible();
	const code = (await late.getAttribute('href'))!.split('/').at(-1)!;

	await expect(async () => {
		await unit.goto('/me/inbox');
		await expect(unit.getByText('一件已超时')).toHaveCount(1, { timeout: 500 });
	}).toPass();
	// the job goes on running every second
	await unit.waitForTimeout(2500);
	await unit.reload();
	await expect(unit.getByText('一件已超时')).toHaveCount(1);

	const supervisor = await open('desk');
	await signIn(supervisor, 'supervisor');
	await supervisor.goto('/me/inbox');
	await expect(supervisor.getByText('一件已超时')).toHaveCount(1);
	await supervisor.goto('/admin/supervised');
	const list = supervisor.getByRole('region', { name: /已经超时/ });
	await expect(list.getByText(code)).toBeVisible();
	await list.getByRole('listitem').filter({ hasText: code }).getByRole('link').click();
	await supervisor.locator('summary', { hasText: '挂牌督办' }).click();
	const order = supervisor.locator('details', { hasText: '哪天以前办结（公开）' });
	await order.getByLabel('理由').fill('拖了十天');
	const tomorrow = new Date(Date.now() + 32 * 60 * 60 * 1000).toISOString().slice(0, 10);
	await order.getByLabel('哪天以前办结').fill(tomorrow);
	await order.getByRole('button', { name: '挂牌督办' }).click();
	await expect(supervisor.getByText('已挂牌督办，单位和上报人已收到通知。')).toBeVisible();

	await unit.goto(`/unit/${code}`);
	await expect(unit.getByText('拖了十天').first()).toBeVisible();
	await unit
		.getByLabel('相册')
		.setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await jpegPhoto() }]);
	await unit.getByLabel('处理情况').fill('清走了');
	await unit.getByRole('button', { name: '提交反馈' }).click();
	await expect(unit.getByText('已反馈，等待核查员到现场核查。')).toBeVisible();
	await road(server.origin).passed(code);

	await unit.goto(`/unit/${code}`);
	await unit.getByText('超时不是我们的原因，申诉').click();
	await unit.locator('details').getByLabel('理由').fill('道路封闭');
	await unit.getByRole('button', { name: '提交申诉超时' }).click();
	await expect(unit.getByText('已提交申诉，由督导员答复。')).toBeVisible();

	await supervisor.goto('/admin/asks');
	await supervisor.getByLabel('答复的理由').fill('封闭属实');
	await supervisor.getByRole('button', { name: '准予申诉超时' }).click();
	await expect(supervisor.getByText('已准，单位已收到答复。')).toBeVisible();

	await unit.goto(`/unit/${code}`);
	await expect(unit.getByText('申诉已准，不计入超时率；超时的记录仍在。')).toBeVisible();
	await supervisor.goto(`/admin/reports/${code}`);
	await expect(supervisor.getByText('超时办结')).toBeVisible();
	await expect(supervisor.getByText('申诉已准')).toBeVisible();
});

test('a limit and a working day are changed where they are shown, and what was changed is read there', async ({
	desk
}) => {
	await signIn(desk, 'supervisor');
	await desk.goto('/admin/limits');
	await desk.getByRole('link', { name: '修改：暴露垃圾' }).click();
	await desk.getByLabel('多少').fill('2');
	await desk.getByRole('button', { name: '保存' }).click();
	await expect(desk.getByText(/已保存。从现在起/)).toBeVisible();
	await expect(desk.getByText('督导员 把 暴露垃圾 从 4工作时 改为 2工作时')).toBeVisible();
	await desk.getByRole('button', { name: /恢复标准/ }).click();
	await expect(desk.getByText('督导员 把 暴露垃圾 从 2工作时 改为 4工作时')).toBeVisible();

	await desk.goto('/admin/calendar?year=2031');
	await expect(desk.getByText(/2031 年的放假安排还没有收进系统/)).toBeVisible();
	await desk.getByLabel('哪一天').fill('2031-05-06');
	await desk.getByLabel('缘由').fill('防汛演练');
	await desk.getByRole('button', { name: '保存这一天' }).click();
	await expect(desk.getByText('防汛演练', { exact: true })).toBeVisible();
	await desk.getByRole('button', { name: '删去 5月6日' }).click();
	await expect(desk.getByText('防汛演练', { exact: true })).toHaveCount(0);
	await desk.getByLabel('上午上班').fill('08:30');
	await desk.getByRole('button', { name: '保存上班时间' }).click();
	await expect(desk.getByText('现在是 08:30–12:00、14:00–18:00')).toBeVisible();
});

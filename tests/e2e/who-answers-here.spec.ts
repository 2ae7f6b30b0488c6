import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

/** On 青禾大街, which has its five. */
const onTheStreet = { lat: 35.581362, lng: 118.8365 };

test('a gap is seen, closed by a duty, and the next report there goes by the new rule', async ({
	desk,
	server
}) => {
	await signIn(desk, 'moderator');
	await desk.goto('/admin/duties/coverage?only=gaps');
	const line = desk.getByRole('row', { name: /饲养家禽家畜/ });
	await expect(line).toContainText('管理盲区');

	await line.getByRole('link').click();
	const form = desk.locator('form[action*="add"]');
	await form.getByLabel('责任单位').selectOption({ label: '综合执法局' });
	await form.getByLabel('依据', { exact: true }).selectOption('document');
	await form.getByLabel('文号或法条').fill('青创文〔2026〕12号');
	await form.getByRole('button', { name: '添加职责' }).click();
	await expect(desk.getByText('已添加')).toBeVisible();
	await desk.goto('/admin/duties/coverage?only=gaps');
	await expect(desk.getByRole('heading', { name: '盲区和冲突' })).toBeVisible();
	await expect(desk.getByRole('row', { name: /饲养家禽家畜/ })).toHaveCount(0);

	const code = await road(server.origin).reported(undefined, { category: 'cityscape.livestock' });
	await desk.goto(`/admin/reports/${code}`);
	await desk.getByRole('button', { name: '受理立案' }).click();
	await expect(desk.getByText('建议：综合执法局')).toBeVisible();
	await expect(desk.getByText('文件 · 按类别和全域 · 青创文〔2026〕12号')).toBeVisible();
	await desk.getByRole('button', { name: '派遣', exact: true }).click();
	await expect(desk.getByText('文件 青创文〔2026〕12号')).toBeVisible();

	await desk.goto('/admin/duties/history?category=cityscape.livestock');
	await expect(desk.getByText('管理盲区', { exact: false }).first()).toBeVisible();
	await expect(desk.getByRole('listitem').filter({ hasText: '综合执法局' })).toContainText('现在');
});

test('one action sends to the five of a street, and each of them sees it', async ({
	open,
	server
}) => {
	const { reported, visitor } = road(server.origin);
	const code = await reported(undefined, onTheStreet);
	const office = await visitor().signIn('moderator');
	await office.post(`/admin/reports/${code}?/accept`, { category: 'sanitation.exposed_garbage' });

	const desk = await open('desk');
	await signIn(desk, 'moderator');
	await desk.goto(`/admin/reports/${code}`);
	await desk.getByText('一街五管：一次派给青禾大街五家').click();
	await expect(desk.getByRole('radio', { name: /环卫服务中心/ })).toBeChecked();
	await desk.getByRole('button', { name: '派给五家' }).click();
	await expect(desk.getByText('已一次派给五家')).toBeVisible();

	const lead = await open('phone');
	await signIn(lead, 'unit2');
	await lead.goto('/unit');
	await expect(
		lead.getByRole('region', { name: /待签收/ }).locator(`a[href$="${code}"]`)
	).toBeVisible();

	const helper = await open('phone');
	await signIn(helper, 'unit');
	await helper.goto('/unit');
	const assisted = helper.getByRole('region', { name: /协办/ });
	await expect(assisted).toContainText('牵头：环卫服务中心');
	await assisted.locator(`a[href$="${code}"]`).click();
	await expect(helper.getByText('我们协办，牵头单位是环卫服务中心')).toBeVisible();
	await expect(helper.getByRole('button', { name: '签收' })).toHaveCount(0);
	await helper.getByLabel('说明').fill('隔离桩已挪开');
	await helper.getByRole('button', { name: '提交说明' }).click();
	await expect(helper.getByText('已记下，牵头单位能看到。')).toBeVisible();
	await lead.goto(`/unit/${code}`);
	await expect(lead.getByText('综合执法局：隔离桩已挪开').first()).toBeVisible();
});

test('the page of a grid shows posts and office phones and no name', async ({ desk, phone }) => {
	await signIn(desk, 'moderator');
	await desk.goto('/admin/places/chiefs?kind=grid');
	await desk.getByRole('link', { name: /^修改：人民广场网格/ }).click();
	await desk.getByLabel('姓名（不公开）').fill('某某某');
	await desk.getByLabel('办公电话').fill('0000-7654321');
	await desk.getByRole('button', { name: '保存' }).click();
	await expect(desk.getByText('已保存')).toBeVisible();

	await phone.goto('/grids');
	await phone.getByLabel('网格或街道的名称').fill('人民广场');
	await phone.getByRole('button', { name: '找' }).click();
	await phone.getByRole('link', { name: '人民广场网格' }).click();
	await expect(phone.getByText('青水街道包片干部')).toBeVisible();
	await expect(phone.getByRole('link', { name: '0000-7654321' })).toBeVisible();
	expect(await phone.content()).not.toContain('某某某');
	await phone.getByRole('link', { name: '打印公示牌' }).click();
	await expect(phone.getByRole('img', { name: '网格页面的二维码' })).toBeVisible();
	expect(await phone.content()).not.toContain('某某某');
});

test('a grid is drawn by keyboard, and a crossed one is refused', async ({ desk }) => {
	await signIn(desk, 'moderator');
	await desk.goto('/admin/places?tab=grids');
	await desk.getByRole('link', { name: '修改：人民广场网格' }).click();
	await desk.getByRole('link', { name: '在地图上画人民广场网格的范围' }).click();
	const field = desk.getByLabel('范围', { exact: true });
	const before = await field.inputValue();
	await desk.getByRole('button', { name: '在地图上画' }).click();
	const corner = desk.getByLabel(/选一个点/);
	await expect(corner).toHaveValue(/^第 1 个，共 7 个/);
	await corner.press('ArrowUp');
	expect(await field.inputValue()).not.toBe(before);
	await desk.getByRole('button', { name: '撤销' }).click();
	expect(JSON.parse(await field.inputValue())).toEqual(JSON.parse(before));
	await corner.press('Shift+ArrowUp');
	await desk.getByRole('button', { name: '保存' }).click();
	await expect(desk.getByText('已保存范围')).toBeVisible();

	const shape = JSON.parse(before) as { coordinates: number[][][] };
	const ring = shape.coordinates[0]!;
	[ring[1], ring[3]] = [ring[3]!, ring[1]!];
	await field.fill(JSON.stringify(shape));
	await desk.getByRole('button', { name: '保存' }).click();
	await expect(desk.getByText('外圈自相交或者重叠').first()).toBeVisible();
});

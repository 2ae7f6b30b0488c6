import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

test('nothing is public before a moderator covered the photo and released the report', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(60_000);
	const { reported, dispatched, handled, passed } = road(server.origin);
	const code = await reported(undefined, { description: '张某某家门口，电话 139' });

	complaints.expect(/404/);
	const anyone = await open('phone');
	expect((await anyone.goto(`/reports/${code}`))?.status()).toBe(404);

	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto(`/admin/reports/${code}`);
	await expect(moderator.getByText('还有 1 张上报照片没有决定')).toBeVisible();
	await moderator.getByRole('button', { name: '遮挡…' }).click();
	const surface = moderator.getByRole('application');
	const area = (await surface.boundingBox())!;
	await moderator.mouse.move(area.x + area.width * 0.3, area.y + area.height * 0.3);
	await moderator.mouse.down();
	await moderator.mouse.move(area.x + area.width * 0.6, area.y + area.height * 0.6, { steps: 4 });
	await moderator.mouse.up();
	await moderator.getByRole('button', { name: '遮挡后公开' }).click();
	await moderator.getByLabel('公开的文字').fill('门口有一堆垃圾');
	await moderator.getByRole('button', { name: '公开这件' }).click();
	await expect(moderator.getByText('✓ 已公开')).toBeVisible();

	await anyone.goto('/reports');
	await anyone.getByRole('link', { name: /暴露垃圾/ }).click();
	await expect(anyone.getByText('门口有一堆垃圾')).toBeVisible();
	await expect(anyone.getByText('张某某')).toHaveCount(0);
	const shown = anyone.getByAltText('上报时的照片');
	await expect(shown).toHaveCount(1);
	const src = (await shown.getAttribute('src'))!;
	expect(src).toContain('/public');
	const seen = await anyone.request.get(src);
	expect(seen.status()).toBe(200);
	expect((await anyone.request.get(src.replace('/public', '/original'))).status()).toBe(404);

	await dispatched(code);
	await handled(code);
	await passed(code);
	await anyone.reload();
	await expect(anyone.getByText('核查通过，问题已解决')).toBeVisible();
	await expect(anyone.getByAltText('处理后的照片')).toHaveCount(0);

	await moderator.goto(`/admin/reports/${code}`);
	await moderator.getByRole('button', { name: '原样公开' }).last().click();
	await anyone.reload();
	await expect(anyone.getByRole('heading', { name: '处理前后' })).toBeVisible();
	await expect(anyone.getByAltText('处理后的照片')).toBeVisible();

	await moderator.getByRole('button', { name: '撤回公开' }).click();
	await expect(moderator.getByText('未公开').first()).toBeVisible();
	expect((await anyone.reload())?.status()).toBe(404);
});

test('the ledger and its map show what was released, and a point leads to its report', async ({
	phone,
	server
}) => {
	const { reported, visitor } = road(server.origin);
	const code = await reported(undefined, { lat: 35.589, lng: 118.8362 });
	const moderator = await visitor().signIn('moderator');
	const desk = await (await moderator.get(`/admin/reports/${code}`)).text();
	const key = /name="key" value="([\w-]+)"/.exec(desk)![1]!;
	await moderator.post(`/admin/reports/${code}?/photo`, { key, how: 'as_is' });
	await moderator.post(`/admin/reports/${code}?/release`, { description: '路口有垃圾' });

	await phone.goto('/reports');
	await expect(phone.getByText('路口有垃圾')).toBeVisible();
	await phone.getByRole('button', { name: '打开地图' }).click();
	await phone.getByRole('link', { name: /暴露垃圾，办到上报/ }).click();
	await expect(phone.getByText(code)).toBeVisible();
});

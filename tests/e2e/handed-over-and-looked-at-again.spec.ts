import { expect, ownTown, test } from '../support/browser';
import { password } from '../support/town';
import { signIn } from '../support/people';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';

test.use(ownTown());

test('a case is handed to a colleague, who is told and finds it among the own ones', async ({
	open,
	server
}) => {
	const go = road(server.origin);
	const code = await go.reported();
	await go.dispatched(code);
	const administrator = await go.visitor().signIn('admin');
	const people = await (await administrator.get('/admin/people', { accept: 'text/html' })).text();
	const unitId = /<option[^>]*value="(\d+)"[^>]*>\s*环卫服务中心/.exec(people)?.[1] ?? '';
	await administrator.post('/admin/people?/add', {
		loginName: 'huan.wei',
		name: '小魏',
		role: 'unit_handler',
		unitId,
		password
	});

	const phone = await open('phone');
	await signIn(phone, 'unit2');
	await phone.goto(`/unit/${code}`);
	await phone.getByText('还没有人在办，交给同事').click();
	await phone.getByLabel('转给').selectOption({ label: '小魏' });
	await phone.getByRole('button', { name: '转交', exact: true }).click();
	await expect(phone.getByText('已转交，同事会收到消息。')).toBeVisible();
	await phone.goto('/unit?whose=mine');
	await expect(phone.locator(`a[href="/unit/${code}"]`)).toHaveCount(0);

	const colleague = await open('phone');
	await signIn(colleague, 'huan.wei');
	await colleague.goto('/me/inbox');
	await expect(colleague.getByText('同事转给您一件')).toBeVisible();
	await colleague.goto('/unit');
	await colleague.getByRole('link', { name: '我的', exact: true }).click();
	await expect(colleague.locator(`a[href="/unit/${code}"]`)).toContainText('我在办');
});

test('the list is sorted by where the phone is, which the server is not told', async ({
	open,
	server
}) => {
	const go = road(server.origin);
	const near = await go.reported(undefined, { lat: 35.5811, lng: 118.8361 });
	const far = await go.reported(undefined, { lat: 35.5861, lng: 118.8361 });
	const between = await go.reported(undefined, { lat: 35.5836, lng: 118.8361 });
	for (const code of [far, between, near]) {
		await go.dispatched(code);
		await go.handled(code);
	}
	const phone = await open('phone');
	await signIn(phone, 'checker');
	await phone.goto('/check');
	const asked: string[] = [];
	phone.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')));
	await phone.getByRole('button', { name: '离我近的' }).click();
	const cards = phone.locator('main li a[href^="/check/"]');
	await expect(cards.first()).toContainText(/米|附近/);
	const order = async () =>
		(await cards.evaluateAll((links) => links.map((link) => link.getAttribute('href'))))
			.map((href) => href?.slice('/check/'.length))
			.filter((code) => [near, far, between].includes(code ?? ''));
	expect(await order()).toEqual([near, between, far]);
	await expect(phone.getByRole('link', { name: '在地图里打开' }).first()).toHaveAttribute(
		'href',
		/^geo:35\.\d{6},118\.\d{6}\?q=35\.\d{6},118\.\d{6}$/
	);
	await phone.getByRole('button', { name: '走一圈' }).click();
	await expect(phone.getByRole('heading', { name: /^走一圈约/ })).toBeVisible();
	expect(await order()).toEqual([near, between, far]);
	expect(asked.filter((request) => request.includes('118.836'))).toEqual([]);
	await phone.getByRole('link', { name: '按网格' }).click();
	await expect(phone).toHaveURL(/order=grid/);
	await expect(phone.getByText(/件，按网格/)).toBeVisible();
});

test('a passed case that is drawn is looked at again by another checker; found broken, the desk reopens it', async ({
	open,
	server
}) => {
	test.setTimeout(90_000);
	const go = road(server.origin);
	const supervisor = await open('desk');
	await signIn(supervisor, 'supervisor');
	await supervisor.goto('/admin/settings');
	await supervisor.getByLabel('每 100 件抽多少件').fill('100');
	await supervisor.getByRole('button', { name: '保存' }).click();
	await expect(supervisor.getByText('已保存，从现在起每 100 件抽约 100 件')).toBeVisible();

	const administrator = await go.visitor().signIn('admin');
	const added = await administrator.post('/admin/people?/add', {
		loginName: 'second.checker',
		name: '小查',
		role: 'checker',
		unitId: '',
		password
	});
	expect(added.status).toBeLessThan(400);
	const code = await go.reported();
	await go.dispatched(code);
	await go.handled(code);
	await go.passed(code);

	const first = await open('phone');
	await signIn(first, 'checker');
	await first.goto('/check');
	await expect(first.getByRole('heading', { name: /^复查/ })).toHaveCount(0);

	const second = await open('phone');
	await signIn(second, 'second.checker');
	await second.goto('/check');
	await second.locator(`a[href="/check/${code}"]`).click();
	const form = second.locator('form[action*="second_look"]');
	await form.getByLabel('问题又出现', { exact: true }).check();
	await form.getByLabel('说明').fill('又堆上了');
	await form.getByLabel('相册').setInputFiles({
		name: 'now.jpg',
		mimeType: 'image/jpeg',
		buffer: await jpegPhoto(640, 480, 5)
	});
	await expect(form.getByAltText('第 1 张')).toBeVisible();
	await form.getByRole('button', { name: '提交复查结果' }).click();
	await expect(second.getByText('复查结果已记下，谢谢。')).toBeVisible();

	await supervisor.reload();
	await expect(supervisor.locator('dl')).toContainText('100.0%');
	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto('/me/inbox');
	await expect(moderator.getByText('复查发现问题又出现').first()).toBeVisible();
	await moderator.goto(`/admin/reports/${code}`);
	await expect(moderator.getByText('复查：问题又出现').first()).toBeVisible();
	const reopen = moderator.locator('form[action*="reopen"]');
	await reopen.getByLabel('理由').fill('复查发现又堆上了');
	await reopen.getByRole('button', { name: '重开' }).click();
	await expect(moderator.getByText('已重开，退回单位返工。')).toBeVisible();
});

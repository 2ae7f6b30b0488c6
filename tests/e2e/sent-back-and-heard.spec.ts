import { expect, ownTown, test } from '../support/browser';
import { signIn } from '../support/people';
import { jpegPhoto } from '../support/pictures';
import { road } from '../support/road';

test.use(ownTown());

const picture = async (name: string) => ({
	name,
	mimeType: 'image/jpeg',
	buffer: await jpegPhoto()
});

test('what is not fixed goes back to the unit, and what is not theirs goes back to the desk', async ({
	open,
	server
}) => {
	test.setTimeout(90_000);
	const { reported, dispatched, handled } = road(server.origin);
	const code = await reported();
	await dispatched(code);

	const unit = await open('phone');
	await signIn(unit, 'unit2');
	await unit.goto(`/unit/${code}`);
	await unit.getByText('不属于我们，退回').click();
	await unit.getByLabel('退回的理由').fill('这一段归街道');
	await unit.getByRole('button', { name: '退回' }).click();
	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto(`/admin/reports/${code}`);
	await expect(moderator.getByText('这一段归街道').first()).toBeVisible();

	await dispatched(code);
	await handled(code);
	const checker = await open('phone');
	await signIn(checker, 'checker');
	await checker.goto(`/check/${code}`);
	await checker.getByText('没有解决，退回返工').click();
	const form = checker.locator('details');
	await form.getByLabel('还有什么问题').fill('墙角还有');
	await form.getByLabel('相册').setInputFiles([await picture('check.jpg')]);
	await form.getByRole('button', { name: '退回返工' }).click();
	await expect(checker.getByText('已退回返工，责任单位会重新办理。')).toBeVisible();

	await unit.goto('/unit');
	await expect(unit.getByText('返工 1 次')).toBeVisible();
	await unit.goto('/me/inbox');
	await expect(unit.getByText('核查未通过，请返工')).toBeVisible();
});

test('a refused report says why in plain words, and its reporter may ask once to look again', async ({
	open,
	server
}) => {
	const { reported, visitor } = road(server.origin);
	const resident = await open('phone');
	await signIn(resident, 'resident');
	const code = await reported(await visitor().signIn('resident'));
	const moderator = await visitor().signIn('moderator');
	await moderator.post(`/admin/reports/${code}?/reject`, { reason: 'unclear', note: '' });

	await resident.goto(`/reports/${code}`);
	await expect(resident.getByText('照片或位置看不清楚，请补充后再报一次。')).toBeVisible();
	await resident.getByText('不同意？申请复核（一次）').click();
	await resident.getByLabel('理由').fill('就在校门口左边');
	await resident.getByRole('button', { name: '提交复核' }).click();
	await expect(resident.getByText('已提交复核')).toBeVisible();

	await moderator.post(`/admin/reports/${code}?/reject`, { reason: 'unclear', note: '' });
	await resident.reload();
	await expect(resident.getByText('不同意？申请复核（一次）')).toHaveCount(0);
});

test('不满意 with a reason reaches the desk and reopens the case once', async ({
	open,
	server
}) => {
	test.setTimeout(60_000);
	const { reported, dispatched, handled, passed, visitor } = road(server.origin);
	const code = await reported(await visitor().signIn('resident'));
	await dispatched(code);
	await handled(code);
	await passed(code);

	const resident = await open('phone');
	await signIn(resident, 'resident');
	await resident.goto(`/reports/${code}`);
	await resident.getByLabel('不满意').check();
	await resident.getByLabel('说说原因').fill('第二天又堆上了');
	await resident.getByRole('button', { name: '提交评价' }).click();
	await expect(resident.getByText('您的评价：不满意')).toBeVisible();

	const moderator = await open('desk');
	await signIn(moderator, 'moderator');
	await moderator.goto('/admin?queue=dissatisfied');
	await moderator.getByRole('link', { name: /暴露垃圾/ }).click();
	await expect(moderator.getByText('第二天又堆上了').first()).toBeVisible();
	await moderator.getByLabel('理由').first().fill('情况属实');
	await moderator.getByRole('button', { name: '重开' }).click();
	await expect(moderator.getByText('返工').first()).toBeVisible();

	await resident.goto('/me/inbox');
	await expect(resident.getByText('您的意见已采纳')).toBeVisible();
});

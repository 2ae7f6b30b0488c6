import { expect, ownTown, test } from '../support/browser';
import { password } from '../support/town';
import { signIn } from '../support/people';
import { road } from '../support/road';

test.use(ownTown());

test('what one moderator has open the other sees as taken, may take over, and does not undo by chance', async ({
	open,
	server,
	complaints
}) => {
	test.setTimeout(90_000);
	complaints.expect(/409/);
	const { visitor, reported } = road(server.origin);
	const first = await reported();
	const second = await reported();
	const admin = await visitor().signIn('admin');
	await admin.post('/admin/people?/add', {
		loginName: 'moderator2',
		name: '乙班值守',
		role: 'moderator',
		unitId: '',
		password
	});

	const one = await open('desk');
	await signIn(one, 'moderator');
	await one.goto('/admin');
	const taken = one.waitForResponse(
		(answer) =>
			answer.url().endsWith(`/admin/triage/${first}`) && answer.request().method() === 'POST'
	);
	await expect(one.locator('#open-title')).toContainText(first);
	await taken;

	const two = await open('desk');
	await signIn(two, 'moderator2');
	await two.goto('/admin');
	// the one that is taken is said to be, and not opened first
	await expect(two.locator(`[data-code="${first}"]`)).toContainText('值守员 正在办理');
	await expect(two.locator('#open-title')).toContainText(second);

	await two.locator(`[data-code="${first}"]`).getByRole('link').click();
	await expect(two.locator('.taken')).toContainText('值守员 正在办理');
	await two.keyboard.press('v');
	await expect(two.locator('.said[role=status]')).toContainText('值守员 正在办理这件');
	// nor by the forms of the case page
	const other = await visitor().signIn('moderator2');
	const answer = await other.post(`/admin/reports/${first}?/ask_verify`, { note: '' });
	expect(await answer.text()).toContain('正在办理');

	await two.keyboard.press('t');
	await expect(two.locator('.said[role=status]')).toContainText('已接手');
	await two.keyboard.press('v');
	await expect(two.locator('.said[role=status]')).toContainText(`已下达 ${first}`);

	// the first one's decision is too late, and says so
	await one.keyboard.press('a');
	await expect(one.locator('.said[role=status]')).toContainText(`${first} 没有受理立案`);
});

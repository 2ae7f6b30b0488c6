import { expect, testInBusyTown as test } from '../support/browser';
import { tabTo } from '../support/keys';
import { coverOfFocus } from '../support/measure';
import { firstCase, setSize } from '../support/pages';
import { signIn } from '../support/people';
import { photoAt } from '../support/pictures';
import { road } from '../support/road';

test('a problem is reported, with its photo and a place from the list', async ({ phone }) => {
	test.setTimeout(60_000);
	const press = (key: string) => phone.keyboard.press(key);
	await phone.goto('/');
	await press('Tab');
	await expect(phone.getByRole('link', { name: '跳到正文' })).toBeFocused();
	await press('Enter');
	await tabTo(phone, phone.getByRole('link', { name: '随手拍 · 上报问题' }));
	await press('Enter');
	await expect(phone).toHaveURL('/reports/new');
	await expect(phone.getByRole('main')).toBeFocused();

	const choosing = phone.waitForEvent('filechooser');
	await tabTo(phone, phone.getByLabel('相册'));
	await press('Enter');
	const photo = await photoAt(35.5815, 118.836);
	await (await choosing).setFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo }]);
	await expect(phone.getByAltText('第 1 张照片')).toBeVisible();

	await tabTo(phone, phone.getByLabel('按词查找类别'));
	await phone.keyboard.type('垃圾桶');
	await tabTo(phone, phone.getByLabel('垃圾桶满溢、脏污'));
	await press('Space');
	await press('Enter');
	await expect(phone.getByRole('button', { name: '更改' })).toBeFocused();

	const place = phone.getByLabel(/选一个附近的地点/);
	await tabTo(phone, place);
	await press('ArrowDown');
	const name = await place.locator('option:checked').innerText();
	await expect(phone.getByText(`${name}附近`)).toBeVisible();
	await tabTo(phone, phone.getByLabel('说几句（选填）'));
	await phone.keyboard.type('三个桶都满了');
	await tabTo(phone, phone.getByRole('button', { name: '提交' }));
	await press('Enter');
	await expect(phone.getByRole('heading', { name: /垃圾桶满溢、脏污/ })).toBeVisible();
	await expect(phone.getByRole('main')).toBeFocused();
});

test('what is missing is told where the focus is, and tied to its field', async ({
	phone,
	complaints
}) => {
	complaints.expect(/400|401/);
	await phone.goto('/reports/new');
	await tabTo(phone, phone.getByRole('button', { name: '提交' }));
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('alert')).toBeFocused();
	expect(await coverOfFocus(phone)).toBeNull();
	await expect(phone.getByLabel(/选一个附近的地点/)).toHaveAttribute('aria-invalid', 'true');
	await expect(phone.getByLabel(/选一个附近的地点/)).toHaveAccessibleDescription(/请说明位置/);

	await phone.goto('/login');
	const number = phone.getByRole('textbox', { name: '手机号' });
	await tabTo(phone, number);
	await phone.keyboard.type('12345');
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('alert')).toBeFocused();
	await expect(number).toHaveAttribute('aria-invalid', 'true');
	await expect(number).toHaveAccessibleDescription(/手机号/);
	await expect(number).toHaveValue('12345');
	// the second time as the first
	await tabTo(phone, number);
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('alert')).toBeFocused();
});

test('a report is found by its code and in the list, and read', async ({ phone }) => {
	const path = await firstCase(phone, '/reports');
	const code = path.split('/').at(-1)!;
	await phone.goto('/');
	await tabTo(phone, phone.getByLabel('有编号？查进度'));
	await phone.keyboard.type(code.toLowerCase());
	await phone.keyboard.press('Enter');
	await expect(phone).toHaveURL(path);
	await expect(phone.getByRole('main')).toBeFocused();

	await phone.goto('/reports');
	await tabTo(phone, phone.getByText('筛选', { exact: true }).first());
	await phone.keyboard.press('Enter');
	await tabTo(phone, phone.getByLabel('办到哪一步'));
	await phone.keyboard.press('End');
	await tabTo(phone, phone.getByRole('button', { name: '筛选' }));
	await phone.keyboard.press('Enter');
	await expect(phone).toHaveURL(/step=5/);
	await expect(phone.getByRole('main')).toBeFocused();
	await tabTo(phone, phone.locator('main li a').nth(6));
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('heading', { name: /已结案/ })).toBeVisible();
	await expect(phone.getByRole('main')).toBeFocused();
});

test('the outcome is rated', async ({ phone, server }) => {
	test.setTimeout(60_000);
	const { visitor, reported, dispatched, handled, passed } = road(server.origin);
	await signIn(phone, 'resident');
	const session = (await phone.context().cookies()).find(({ name }) => name === 'session')!;
	const resident = visitor();
	resident.cookies.set('session', session.value);
	const code = await reported(resident);
	await dispatched(code);
	await handled(code);
	await passed(code);

	await phone.goto(`/reports/${code}`);
	await tabTo(phone, phone.getByLabel('满意', { exact: true }));
	await phone.keyboard.press('ArrowRight');
	await expect(phone.getByLabel('基本满意')).toBeChecked();
	await tabTo(phone, phone.getByRole('button', { name: '提交评价' }));
	await phone.keyboard.press('Enter');
	await expect(phone.getByText('您的评价：基本满意')).toBeVisible();
	await expect(phone.getByRole('status').filter({ hasText: '谢谢您的评价' })).toBeFocused();
});

test('one signs in by phone, and finds the inbox', async ({ phone }) => {
	await phone.goto('/login');
	await tabTo(phone, phone.getByRole('textbox', { name: '手机号' }));
	await phone.keyboard.type('13900000008');
	await phone.keyboard.press('Enter');
	const code = await phone.getByRole('status').locator('strong').innerText();
	await expect(phone.getByLabel('6 位验证码')).toBeFocused();
	await phone.keyboard.type(code);
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('heading', { name: '我的', exact: true })).toBeVisible();
	await expect(phone.getByRole('main')).toBeFocused();
	await tabTo(phone, phone.getByRole('main').getByRole('link', { name: /消息/ }));
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('heading', { name: '消息', exact: true })).toBeVisible();
});

test('长辈版 is switched on, and nothing with the focus lies under a bar there', async ({
	phone,
	server
}) => {
	test.setTimeout(60_000);
	await phone.goto('/');
	await tabTo(phone, phone.getByRole('button', { name: '特大字' }));
	await phone.keyboard.press('Enter');
	await expect(phone.locator('html')).toHaveAttribute('data-elder', 'largest');

	await setSize(phone, server, 'largest');
	for (const path of ['/', '/reports', '/reports/new', '/login']) {
		await phone.goto(path);
		const bar = phone.getByRole('navigation', { name: '主要页面' });
		await tabTo(phone, bar.getByRole('link', { name: '我的' }), 90);
	}
});

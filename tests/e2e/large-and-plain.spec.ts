import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { smallTargets, smallWords } from '../support/measure';
import { everyPage, setSize } from '../support/pages';
import { signIn } from '../support/people';
import { prepareTown } from '../support/town';

test.use({
	startOptions: [
		{ seed: (dir: string) => prepareTown(dir, 90), env: { OFFICE_PHONE: '0000-1234567' } },
		{ scope: 'worker' }
	]
});

const textSize = (page: Page) =>
	page.locator('body').evaluate((body) => parseFloat(getComputedStyle(body).fontSize));

test('the switch stands at the top of the home page, in words, and is remembered', async ({
	phone
}) => {
	await phone.goto('/');
	const choice = phone.getByRole('form', { name: /长辈版/ });
	await expect(choice).toBeInViewport({ ratio: 1 });
	await expect(choice.getByRole('button', { name: '标准' })).toHaveAttribute(
		'aria-pressed',
		'true'
	);
	expect(await textSize(phone)).toBe(16);

	await choice.getByRole('button', { name: '特大字' }).click();
	await expect(phone).toHaveURL('/');
	expect(await textSize(phone)).toBeGreaterThanOrEqual(30);
	await choice.getByRole('button', { name: '大字', exact: true }).click();
	expect(await textSize(phone)).toBeGreaterThanOrEqual(18);

	// where the page changes without being loaded, and where it is loaded anew
	await phone.getByRole('link', { name: '公开', exact: true }).click();
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText('公开的上报');
	expect(await textSize(phone)).toBeGreaterThanOrEqual(18);
	const later = await phone.context().newPage();
	await later.goto('/login');
	expect(await textSize(later)).toBeGreaterThanOrEqual(18);
	await later.getByRole('button', { name: '标准版' }).click();
	await expect(later).toHaveURL('/login');
	expect(await textSize(later)).toBe(16);
});

for (const size of ['large', 'largest'] as const) {
	test(`every page of a resident's has its sizes and the office a tap away: ${size}`, async ({
		phone,
		server,
		complaints
	}) => {
		test.setTimeout(90_000);
		complaints.expect(/404/);
		await setSize(phone, server, size);

		async function expectElder(path: string) {
			await phone.goto(path);
			expect(await smallTargets(phone, 60), path).toEqual([]);
			expect(await smallWords(phone, 18, 1.3), path).toEqual([]);
			const call = phone.getByRole('link', { name: '打电话给文明办' });
			await expect(call).toHaveAttribute('href', 'tel:0000-1234567');
			await expect(call).toBeInViewport();
		}
		for (const path of await everyPage(phone)) await expectElder(path);
		await signIn(phone, 'resident');
		for (const path of ['/me', '/me/inbox']) await expectElder(path);
	});
}

test('there is less on a page, and every sign has its word', async ({ phone, server }) => {
	const count = (selector: string) => phone.locator(selector).filter({ visible: true }).count();
	await phone.goto('/');
	const rows = await count('main li');
	await setSize(phone, server, 'large');
	await phone.goto('/');
	expect(await count('main li')).toBeLessThan(rows / 2);
	await expect(phone.getByText('上报以后怎么办理')).toBeVisible();

	await phone.goto('/reports');
	await phone.getByRole('button', { name: '打开地图' }).click();
	const zoom = phone.getByRole('button', { name: '放大', exact: true });
	await expect(zoom).toHaveText(/放大/);
	for (const link of await phone.locator('nav[aria-label="主要页面"] a').all()) {
		expect(await link.innerText()).toMatch(/\p{Script=Han}{2}/u);
	}
});

test('a refusal before any page has the same sizes', async ({ phone, server, complaints }) => {
	complaints.expect(/403/);
	await setSize(phone, server, 'largest');
	await signIn(phone, 'resident');
	await phone.goto('/admin');
	expect(await smallWords(phone, 30, 1.29)).toEqual([]);
	expect(await smallTargets(phone, 60)).toEqual([]);
});

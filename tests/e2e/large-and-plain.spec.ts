import type { Page } from '@playwright/test';
import { expect, testInBusyTown as test } from '../support/browser';
import { smallTargets, smallWords } from '../support/measure';
import { setSize } from '../support/pages';
import { signIn } from '../support/people';

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

import { expect, type Page } from '@playwright/test';
import { password } from './town';

/**
 * Signs in by name and password, as staff do and as the demo's resident may, without opening a page:
 * how the page of it works is the promise of `staff-prove-themselves-twice`.
 *
 * @returns where one is led by it
 */
export async function signIn(page: Page, name: string): Promise<string> {
	const { request } = page.context();
	const form = await request.get('/login?staff');
	const answer = await request.post('/login?/staff', {
		form: { name, password },
		headers: { accept: 'text/html', origin: new URL(form.url()).origin },
		maxRedirects: 0
	});
	expect(answer.status(), `${name} signs in`).toBe(303);
	return answer.headers()['location']!;
}

/** As signIn(), and goes where that leads. */
export async function signInAndLook(page: Page, name: string): Promise<void> {
	await page.goto(await signIn(page, name));
}

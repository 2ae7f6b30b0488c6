import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { makeLine } from '../support/line';
import { signInAndLook } from '../support/people';

/** Everything that is asked on a page is answered: the first option, or the order as it stands. */
async function answerAll(page: Page) {
	for (const question of await page.locator('form fieldset').all()) {
		const choices = question.locator('input');
		if ((await choices.count()) > 0) await choices.first().check();
		const steps = await question.locator('select').all();
		for (const [i, step] of steps.entries()) await step.selectOption(String(i + 1));
	}
}

test('a wrong answer is explained with its source, remembered on the phone alone, and mended', async ({
	phone
}) => {
	await phone.goto('/quiz/topics/dogs');
	await phone.getByRole('button', { name: '看答案' }).click();
	await expect(phone.getByRole('alert')).toHaveText('请先选一个答案，再看对不对。');

	const leash = phone.getByRole('region', { name: /带狗出门，法律要求必须怎么做/ });
	await leash.getByLabel('A. 抱在怀里').check();
	const sent: string[] = [];
	phone.on('request', (request) => {
		// the code of a page is fetched when the pointer comes to lie on a link to it
		if (!request.url().includes('/_app/immutable/')) sent.push(request.url());
	});
	await phone.getByRole('button', { name: '看答案' }).click();
	await expect(leash).toContainText('这一题容易弄混');
	await expect(leash).toContainText('正确答案：B. 佩戴犬牌并系犬绳');
	await expect(leash).toContainText('《动物防疫法》第三十条');
	await expect(phone.getByRole('status').filter({ hasText: '答对 0 题' })).toBeFocused();
	expect(sent).toEqual([]);

	await phone.getByRole('link', { name: '‹ 应知应会' }).click();
	await expect(phone.getByText('这台手机上答过 1 题，其中 1 题值得再看一遍')).toBeVisible();
	await phone.getByRole('link', { name: '再练答错的题' }).click();
	await expect(phone.getByRole('heading', { level: 3 })).toHaveCount(1);
	await phone.getByLabel('B. 佩戴犬牌并系犬绳').check();
	await phone.getByRole('button', { name: '看答案' }).click();
	await expect(phone.getByRole('status').filter({ hasText: '答对了' })).toBeVisible();
	await phone.getByRole('link', { name: '‹ 应知应会' }).click();
	await expect(phone.getByText('这台手机上答过 1 题。')).toBeVisible();
	await phone.getByRole('button', { name: '清除记录' }).click();
	await expect(phone.getByText('这台手机上答过')).toHaveCount(0);
});

test('without a script the same question of the day is asked and answered', async ({
	noScript,
	phone
}) => {
	await phone.goto('/quiz');
	const today = (await phone.getByRole('heading', { level: 3 }).textContent()) ?? '';
	await noScript.goto('/');
	const asked = today.replace(/\s*(单选|多选|判断|排序)\s*$/, '').trim();
	await noScript.getByRole('link', { name: asked }).click();
	await expect(noScript.getByRole('heading', { level: 3 })).toHaveText(today);
	await answerAll(noScript);
	await noScript.getByRole('button', { name: '看答案' }).click();
	await expect(noScript.getByText('正确答案：')).toBeVisible();

	await noScript.goto('/quiz/round');
	await answerAll(noScript);
	await noScript.getByRole('button', { name: '看答案' }).click();
	await expect(noScript.getByText(/^10 题，答对 \d+ 题/)).toBeVisible();
	await expect(noScript.getByText('正确答案：')).toHaveCount(10);
	await noScript.getByRole('link', { name: '再来十题' }).click();
	await expect(noScript.getByRole('button', { name: '看答案' })).toBeVisible();
});

test('a round that was opened is answered without a network', async ({
	open,
	server,
	complaints
}) => {
	complaints.expect(/net::ERR_|Failed to fetch|NetworkError/);
	const line = await makeLine();
	line.connect(server.port);
	const phone = await open('phone', { baseURL: line.origin, serviceWorkers: 'allow' });
	await phone.goto('/about');
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.waitForFunction(() => navigator.serviceWorker.controller !== null);
	await phone.goto('/quiz/round');
	const first = (await phone.getByRole('heading', { level: 3 }).first().textContent()) ?? '';
	line.disconnect();
	await phone.goto('/quiz/round');
	await expect(phone.getByRole('heading', { level: 3 }).first()).toHaveText(first);
	await answerAll(phone);
	await phone.getByRole('button', { name: '看答案' }).click();
	await expect(phone.getByRole('status').filter({ hasText: '10 题，答对' })).toBeVisible();
	await line.close();
});

test('the office adds a question of its own, and retires it', async ({ open }) => {
	const desk = await open('desk');
	await signInAndLook(desk, 'moderator');
	await desk.getByRole('link', { name: '应知应会' }).click();
	await desk.getByText('添加题目').first().click();
	const form = desk.locator('form[action*="?/add"]');
	await form.getByLabel('主题').selectOption('文明养犬');
	await form.getByLabel('题目').fill('电梯里有人怕狗，怎么做？');
	await form.getByLabel('选项 A').fill('等下一班');
	await form.getByLabel('选项 B').fill('让他等下一班');
	await form.getByLabel('答案').fill('a');
	await form.getByLabel('解释').fill('让一让，大家都安心。');
	await form.getByLabel('依据').selectOption('文明常识');
	await form.getByLabel('出处').fill('文明常识：乘电梯');
	await form.getByRole('button', { name: '添加题目' }).click();
	await expect(desk.getByText('已添加。')).toBeVisible();
	const row = desk.getByRole('row').filter({ hasText: '电梯里有人怕狗' });
	await expect(row).toContainText('A. 等下一班');
	await row.getByRole('link', { name: /^修改/ }).click();
	await desk.getByRole('button', { name: '停用这道题' }).click();
	await expect(desk.getByText('已停用。')).toBeVisible();
	await desk.goto('/admin/quiz');
	await expect(row).toContainText('停用');
});

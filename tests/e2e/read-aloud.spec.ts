import type { Page } from '@playwright/test';
import { expect, testInBusyTown as test } from '../support/browser';
import { setSize } from '../support/pages';

type Voice = { said: { text: string; lang: string }[]; cut: number; finish: () => void };
declare global {
	interface Window {
		voice: Voice;
	}
}

/** A voice that says a sentence when told to finish it: the test's Chromium has none. */
async function giveVoice(page: Page) {
	await page.addInitScript(() => {
		let current: SpeechSynthesisUtterance | undefined;
		const voice: Voice = {
			said: [],
			cut: 0,
			finish() {
				const spoken = current;
				current = undefined;
				spoken?.onend?.(new Event('end') as SpeechSynthesisEvent);
			}
		};
		window.voice = voice;
		Object.defineProperty(window, 'speechSynthesis', {
			value: {
				getVoices: () => [],
				speak(utterance: SpeechSynthesisUtterance) {
					current = utterance;
					voice.said.push({ text: utterance.text, lang: utterance.lang });
				},
				cancel() {
					const cut = current;
					current = undefined;
					voice.cut += 1;
					cut?.onend?.(new Event('end') as SpeechSynthesisEvent);
				}
			}
		});
	});
}

const said = (page: Page) => page.evaluate(() => window.voice.said.map(({ text }) => text));
const finish = (page: Page) => page.evaluate(() => window.voice.finish());

test('in 长辈版 a page is read out when asked, sentence after sentence, without its forms', async ({
	phone,
	server
}) => {
	await setSize(phone, server, 'large');
	await giveVoice(phone);
	await phone.goto('/');
	await phone.waitForTimeout(300);
	expect(await said(phone), 'nothing speaks by itself').toEqual([]);

	await phone.getByRole('button', { name: '朗读本页' }).click();
	await expect.poll(() => said(phone)).toEqual(['身边的问题，拍下来就有人管']);
	expect(await phone.evaluate(() => window.voice.said[0]!.lang)).toBe('zh-CN');
	await finish(phone);
	expect((await said(phone))[1]).toBe('垃圾、占道、破损、不文明行为，30 秒上报，每一步都看得到。');

	await phone.getByRole('button', { name: '暂停朗读' }).click();
	const before = (await said(phone)).length;
	await finish(phone);
	expect((await said(phone)).length, 'paused').toBe(before);
	await phone.getByRole('button', { name: '继续朗读' }).click();
	expect((await said(phone)).slice(before)).toEqual([(await said(phone))[before - 1]]);

	for (let left = 60; left > 0; left -= 1) await finish(phone);
	await expect(phone.getByRole('button', { name: '朗读本页' })).toBeVisible();
	const all = (await said(phone)).join('');
	expect(all).toContain('最近公开');
	for (const noise of ['查询', '标准', '随手拍', '首页']) expect(all).not.toContain(noise);
});

test('it stops when told to, and when one goes elsewhere', async ({ phone, server }) => {
	await setSize(phone, server, 'large');
	await giveVoice(phone);
	await phone.goto('/about');
	await phone.getByRole('button', { name: '朗读本页' }).click();
	await expect.poll(() => said(phone)).toHaveLength(1);
	await phone.getByRole('button', { name: '停止' }).click();
	await finish(phone);
	expect(await said(phone)).toHaveLength(1);

	await phone.getByRole('button', { name: '朗读本页' }).click();
	await expect.poll(() => said(phone)).toHaveLength(2);
	await phone.getByRole('link', { name: '首页', exact: true }).click();
	await expect(phone.getByRole('heading', { level: 1 })).toContainText('身边的问题');
	await finish(phone);
	expect(await said(phone)).toHaveLength(2);
	await expect(phone.getByRole('button', { name: '朗读本页' })).toBeVisible();
});

test('a browser that cannot speak does not offer to', async ({ phone, server }) => {
	await setSize(phone, server, 'large');
	await phone.addInitScript(() => {
		Reflect.deleteProperty(window, 'speechSynthesis');
	});
	await phone.goto('/');
	await expect(phone.getByRole('button', { name: /朗读/ })).toHaveCount(0);
});

import { expect, type Locator, type Page } from '@playwright/test';
import { coverOfFocus } from './measure';

/**
 * Goes on with Tab until `target` has the focus. Whatever has it on the way must show it, must not
 * lie under a bar, and comes in the order in which the page is read.
 */
export async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
	let last = { top: -Infinity, bottom: -Infinity, part: '' };
	for (let steps = 0; steps < most; steps += 1) {
		if (await isFocused(target)) return;
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(() => {
			const focused = document.activeElement;
			if (!focused || focused === document.body) return null;
			const label = focused instanceof HTMLInputElement ? focused.labels?.[0] : undefined;
			const drawn = [focused, label].some((element) => {
				if (!element) return false;
				const { outlineStyle, outlineWidth } = getComputedStyle(element);
				return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
			});
			const { top, bottom } = focused.getBoundingClientRect();
			const part = focused.closest('header, main, footer, nav, .skip')?.nodeName ?? '';
			const what = focused.outerHTML.slice(0, 120);
			return { drawn, top: top + scrollY, bottom: bottom + scrollY, part, what };
		});
		if (!stop) continue;
		expect(stop.drawn, `the focus cannot be seen on ${stop.what}`).toBe(true);
		expect(await coverOfFocus(page), `the focus is covered on ${stop.what}`).toBeNull();
		if (stop.part === 'MAIN' && last.part === 'MAIN') {
			expect(stop.bottom, `the focus goes back up to ${stop.what}`).toBeGreaterThan(last.top);
		}
		last = stop;
	}
	throw new Error(`${most} times Tab did not lead to ${target}`);
}

const isFocused = async (target: Locator) =>
	(await target.count()) === 1 && target.evaluate((element) => element === document.activeElement);

import { expect, type Page } from '@playwright/test';

/** Nothing reaches beyond the right edge of the screen. */
export async function expectNotWider(page: Page, what: string): Promise<void> {
	const [wide, screen] = await page.evaluate(() => [
		document.documentElement.scrollWidth,
		document.documentElement.clientWidth
	]);
	expect(wide, `${what} is wider than the screen`).toBeLessThanOrEqual(screen!);
}

/** What can be operated and is smaller than `least` pixels either way; a link in a sentence may be. */
export function smallTargets(page: Page, least: number): Promise<string[]> {
	return page.evaluate((least) => {
		const operable =
			'a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [tabindex="0"]';
		const inSentence = (element: Element) =>
			element.matches('a') &&
			getComputedStyle(element).display === 'inline' &&
			element.parentElement?.textContent?.trim() !== element.textContent?.trim();
		return [...document.querySelectorAll<HTMLElement>(operable)]
			.filter((element) => element.checkVisibility({ visibilityProperty: true }))
			.filter((element) => !inSentence(element))
			.map((element) => {
				const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
				// what is drawn within its label is pressed by way of it
				const target = label?.contains(element) ? label : element;
				const { width, height } = target.getBoundingClientRect();
				const size = `${Math.round(width)}×${Math.round(height)}`;
				return { width, height, what: `${size} ${element.outerHTML.slice(0, 110)}` };
			})
			.filter(({ width, height }) => width < least - 0.5 || height < least - 0.5)
			.map(({ what }) => what);
	}, least);
}

/** Words smaller than `least` pixels, or with lines closer than `leading` times their size. */
export function smallWords(page: Page, least: number, leading: number): Promise<string[]> {
	return page.evaluate(
		([least, leading]) => {
			const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			const found = new Set<string>();
			while (walk.nextNode()) {
				const words = walk.currentNode.textContent?.trim();
				const parent = walk.currentNode.parentElement!;
				// names on a drawing belong to the picture; what it shows is also said in words
				if (!words || parent.closest('svg, script, style, noscript, .visually-hidden')) continue;
				if (!parent.checkVisibility({ visibilityProperty: true })) continue;
				const style = getComputedStyle(parent);
				const size = parseFloat(style.fontSize);
				const line = parseFloat(style.lineHeight) / size;
				const short = parent.closest('nav, button, .button, summary, label');
				if (size < least! || (!short && line < leading! - 0.01)) {
					found.add(`${size}px × ${line.toFixed(2)}: ${words.slice(0, 20)}`);
				}
			}
			return [...found];
		},
		[least, leading]
	);
}

/** What covers the focused element, or null when all of it can be seen. */
export function coverOfFocus(page: Page): Promise<string | null> {
	return page.evaluate(() => {
		const focused = document.activeElement;
		if (!focused || focused === document.body) return null;
		const box = focused.getBoundingClientRect();
		const xs = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
		const ys = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
		for (const x of xs) {
			for (const y of ys) {
				const top = document.elementFromPoint(x, y);
				const label = focused instanceof HTMLInputElement ? focused.labels?.[0] : undefined;
				const own = focused.contains(top) || top?.contains(focused) || label?.contains(top);
				if (!own) return `${top ? top.outerHTML.slice(0, 90) : 'beyond the screen'} at ${x},${y}`;
			}
		}
		return null;
	});
}

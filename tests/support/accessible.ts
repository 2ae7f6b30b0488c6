import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What another colour scheme can breach, and what another size can; the rest is the same in every look. */
export const ofColours = ['color-contrast', 'link-in-text-block'];
export const ofSizes = ['target-size', 'meta-viewport'];

/**
 * Marks on a map lie as close as what they stand for; the list beside it does the same. Of a long
 * table or list the first lines are looked at: the rest is made by the same markup.
 */
const exclude = [
	['.leaflet-marker-pane'],
	['tbody > tr:nth-child(n + 16)'],
	['main :is(ul, ol) > li:nth-child(n + 16)']
];

/**
 * No breach of WCAG 2.2 AA on the page as it stands, or of the rules in `only`. A page that is looked at
 * several times is given axe once.
 */
export async function expectAccessible(
	page: Page,
	what: string,
	{ only }: { only?: readonly string[] } = {}
): Promise<void> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
	const runOnly: RunOptions['runOnly'] = only
		? { type: 'rule', values: [...only] }
		: { type: 'tag', values: wcag22aa };
	const breaches = await page.evaluate(
		async ({ runOnly, exclude }) => {
			const { axe } = window as unknown as {
				axe: { run(context: object, options: RunOptions): Promise<AxeResults> };
			};
			const context = { exclude };
			// what passed is not described, nor where it stands, and no stylesheet is fetched again
			const options = {
				runOnly,
				resultTypes: ['violations' as const],
				selectors: false,
				preload: false
			};
			const { violations } = await axe.run(context, options);
			return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);
		},
		{ runOnly, exclude }
	);
	expect(breaches, what).toEqual([]);
}

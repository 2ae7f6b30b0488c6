import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext } from '@playwright/test';
import { ROOT } from '../../scripts/lib/cli.js';

/** A server reads it every 20 ms. */
const untilReadMs = 25;

/** A clock for a server and for the browsers of a test, which moves on when the test says so. */
export function movedClock() {
	const dir = mkdtempSync(join(tmpdir(), 'tongxing-clock-'));
	const file = join(dir, 'ahead');
	let ahead = 0;
	writeFileSync(file, '0');
	return {
		/** What makes a server go by it. */
		env: {
			NODE_OPTIONS: `--import ${join(ROOT, 'tests', 'support', 'moved-clock-in-server.js')}`,
			CLOCK_FILE: file
		},
		now: () => Date.now() + ahead,
		/** When it returns it is `at` (ms), for the server and for whatever these browsers open next. */
		async moveTo(at: number, ...browsers: BrowserContext[]) {
			ahead = at - Date.now();
			writeFileSync(file, String(ahead));
			await wait(untilReadMs);
			for (const browser of browsers) await browser.clock.setSystemTime(at);
		},
		remove: () => rmSync(dir, { recursive: true, force: true })
	};
}

import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.js';

// Each worker loads this file again; the search is for the first one.
process.env.CHROMIUM_PATH ??= findChromium();

const jsonFile = process.env.PLAYWRIGHT_JSON_FILE;

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results',
	workers: 2,
	// a machine that stands still for seconds is not the site's fault; what passed only then is named flaky
	retries: process.env.CI === undefined ? 0 : 1,
	timeout: 30_000,
	forbidOnly: process.env.CI !== undefined,
	reporter: jsonFile ? [['list'], ['json', { outputFile: jsonFile }]] : [['list']],
	use: {
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH,
			// Without these the browser calls home at every start, which a closed network refuses and a
			// test must not depend on. As root Chromium starts only without its sandbox.
			args: [
				...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});

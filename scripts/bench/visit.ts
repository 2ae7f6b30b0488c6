import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Locator, type Page } from '@playwright/test';
import { findChromium } from '../chromium.js';

/** A phone of some years on a busy mobile network, as Lighthouse takes it to be. */
const slower = 4;
const bitsPerSecond = 1_600_000;
const latencyMs = 150;

export type Visit = {
	/** Milliseconds until the largest part in view was painted. */
	lcp: number;
	/** What moved without being asked to, until the page is left. */
	cls: number;
	/** Milliseconds from the slowest tap or key to the picture that answers it. */
	inp: number;
	/** Bytes on the wire until the page is quiet: scripts and styles, fonts, pictures. */
	code: number;
	fonts: number;
	pictures: number;
	/** Taps and keys that `inp` is of. */
	interactions: number;
};

export const openBrowser = (): Promise<Browser> =>
	chromium.launch({
		executablePath: findChromium(),
		args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
	});

/** A first visit: nothing is in the cache, and what can be used on the page is used. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
		deviceScaleFactor: 2,
		hasTouch: true,
		isMobile: true,
		locale: 'zh-CN',
		serviceWorkers: 'block'
	});
	try {
		const tab = await context.newPage();
		await tab.addInitScript({ path: join(import.meta.dirname, 'watch.js') });
		const session = await context.newCDPSession(tab);
		const received = await listen(session);
		await slowDown(session);
		await tab.goto(url, { waitUntil: 'networkidle', timeout: 20_000 });
		const bytes = { ...received };
		await use(tab, session);
		await tab.waitForTimeout(500);
		const { cls } = await tab.evaluate(() => globalThis.seenByBench);
		await leave(tab, session);
		const seen = await tab.evaluate(() => globalThis.seenByBench);
		return { ...bytes, ...seen, cls };
	} finally {
		await context.close();
	}
}

async function slowDown(session: CDPSession) {
	await session.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: latencyMs,
		downloadThroughput: bitsPerSecond / 8,
		uploadThroughput: bitsPerSecond / 8
	});
	await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
}

async function listen(session: CDPSession) {
	const received = { code: 0, fonts: 0, pictures: 0 };
	const kinds = new Map<string, keyof typeof received>();
	session.on('Network.responseReceived', ({ requestId, type }) => {
		if (type === 'Script' || type === 'Stylesheet') kinds.set(requestId, 'code');
		if (type === 'Font') kinds.set(requestId, 'fonts');
		if (type === 'Image') kinds.set(requestId, 'pictures');
	});
	session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const kind = kinds.get(requestId);
		if (kind) received[kind] += encodedDataLength;
	});
	await session.send('Network.enable');
	return received;
}

/** As a visitor would: folds open, types, chooses, presses what is there. */
async function use(tab: Page, session: CDPSession): Promise<void> {
	const main = tab.locator('main');
	for (const summary of (await main.locator('summary:visible').all()).slice(0, 3)) {
		await press(session, summary);
	}
	const fields = 'input:not([type]):visible, input[type=text]:visible, textarea:visible';
	for (const field of (await main.locator(fields).all()).slice(0, 3)) {
		await press(session, field);
		await tab.keyboard.type('垃圾 a1', { delay: 40 });
	}
	for (const select of (await main.locator('select:visible').all()).slice(0, 1)) {
		await select.focus();
		await tab.keyboard.press('ArrowDown');
	}
	for (const button of (await main.locator('button[type=button]:visible').all()).slice(0, 2)) {
		await press(session, button);
		await tab.waitForTimeout(300);
	}
}

const fingerMs = 80;

/** A finger stays for a moment: Playwright's own tap is over before anything could be painted. */
async function press(session: CDPSession, target: Locator): Promise<void> {
	await target.scrollIntoViewIfNeeded();
	const box = await target.boundingBox();
	if (!box) return;
	const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
	await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
	await new Promise((resolve) => setTimeout(resolve, fingerMs));
	await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
	await new Promise((resolve) => setTimeout(resolve, fingerMs));
}

/** By the page's main button, which may answer that something is missing, or else by the menu. */
async function leave(tab: Page, session: CDPSession): Promise<void> {
	const main = tab.locator('main a.button:visible, main form[novalidate] .button.wide');
	const next = (await main.count()) > 0 ? main : tab.locator('nav a:visible');
	await press(session, next.last());
	await tab.waitForTimeout(1500);
}

declare global {
	var seenByBench: { lcp: number; cls: number; inp: number; interactions: number };
}

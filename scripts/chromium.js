import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { say, script } from './lib/cli.js';
import { run, tool } from './lib/run.js';

const USAGE = `
Usage: node scripts/chromium.js [--install]

Prints the path of the Chromium that the browser tests use: CHROMIUM_PATH, else Playwright's own,
else the system's.

  --install   get one when there is none: by Playwright, or as root on Debian by apt; and so a
              font for Chinese
`;

const NONE =
	'No Chromium was found: install one (for example with `npx playwright install --with-deps chromium`) or set CHROMIUM_PATH to an executable.';
const MINUTE = 60_000;

// The first is Chromium without a window, which costs the machine a quarter less.
const NAMES = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'microsoft-edge'
];
/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const USUAL_PLACES = {
	darwin: [
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
	],
	win32: [process.env.LOCALAPPDATA, process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']]
		.filter((folder) => folder !== undefined)
		.flatMap((folder) => [
			join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
			join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe')
		])
};

/** The path of a Chromium that starts; throws when there is none. */
export function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (existsSync(named)) return named;
		throw new Error(`CHROMIUM_PATH names ${named}, and there is no such file.`);
	}
	const found = [playwrightsOwn(), ...inPath(), ...(USUAL_PLACES[process.platform] ?? [])].find(
		starts
	);
	if (!found) throw new Error(NONE);
	return found;
}

/** As findChromium(), but gets a Chromium when there is none, and Chinese characters for it to draw. */
export async function ensureChromium() {
	for (const attempt of [installByPlaywright, installByApt]) {
		try {
			findChromium();
			break;
		} catch (error) {
			if (process.env.CHROMIUM_PATH) throw error;
			await attempt();
		}
	}
	const found = findChromium();
	if (!drawsChinese()) await installFont();
	return found;
}

/** Without a font for them, characters are boxes of half their width, and what is measured is not the page. */
function drawsChinese() {
	if (process.platform !== 'linux') return true;
	const { stdout } = spawnSync('fc-list', [':lang=zh-cn'], { encoding: 'utf8', timeout: 20_000 });
	return Boolean(stdout?.trim());
}

async function installFont() {
	// the one that Playwright, too, installs for Chinese
	const font = 'fonts-wqy-zenhei';
	if (isRoot() && isDebian()) {
		say('No font has Chinese characters; asking apt for one …');
		await apt('update');
		await apt('install', '-y', '--no-install-recommends', 'fontconfig', font);
	}
	if (!drawsChinese()) say(`No font has Chinese characters; the browser tests want one (${font}).`);
}

function playwrightsOwn() {
	try {
		/** @type {import('@playwright/test')} */
		const { chromium } = createRequire(import.meta.url)('@playwright/test');
		return chromium.executablePath();
	} catch {
		return '';
	}
}

function inPath() {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * A Chromium whose libraries are missing, or Ubuntu's placeholder for a snap, exists and does not start.
 *
 * @param {string} path
 */
function starts(path) {
	if (!path || !existsSync(path)) return false;
	if (process.platform !== 'linux') return true;
	return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0;
}

async function installByPlaywright() {
	say('No Chromium found; asking Playwright for one …');
	// The system's packages wait until the download worked: a broken-off apt would keep its lock.
	const timeout = 4 * MINUTE;
	const { code } = await tool('@playwright/test', 'playwright', ['install', 'chromium'], {
		timeout
	});
	if (code !== 0 || !isRoot() || process.platform !== 'linux') return;
	await tool('@playwright/test', 'playwright', ['install-deps', 'chromium']);
}

async function installByApt() {
	if (!isRoot() || !isDebian()) return;
	say('Asking apt for Chromium …');
	await apt('update');
	for (const name of ['chromium-headless-shell', 'chromium']) {
		const { code } = await apt('install', '-y', '--no-install-recommends', name);
		if (code === 0) return;
	}
}

/** @param {string[]} args */
function apt(...args) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	// an update that finds no server tries for long; an install that is broken off leaves its lock
	const timeout = args[0] === 'update' ? 3 * MINUTE : undefined;
	return run('apt-get', args, { env, timeout });
}

function isRoot() {
	return process.getuid?.() === 0;
}

function isDebian() {
	return (
		existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
	);
}

await script(import.meta.url, USAGE, async (args) => {
	say(args.includes('--install') ? await ensureChromium() : findChromium());
});

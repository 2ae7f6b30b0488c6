import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT, say, script } from './lib/cli.js';
import { npm, tool } from './lib/run.js';

const USAGE = `
Usage: node scripts/setup.js [--install-only]

Installs what package-lock.json says and builds the site into build/; does only what is not done yet.

  --install-only   leave the build alone
`;

const BUILT_FROM = [
	'src',
	'static',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json',
	'package.json',
	'package-lock.json'
];
const STAMP = join(ROOT, 'build', '.stamp.json');
const LOCK = join(ROOT, 'node_modules', '.building');

/** Makes node_modules hold what package-lock.json says; returns at once when it does. */
export async function ensureInstalled() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 20 || (major === 20 && minor < 19)) {
		throw new Error(`Node.js 20.19 or newer is needed; this is ${process.versions.node}.`);
	}
	if (isInstalled()) return;
	say('Installing what package-lock.json says …');
	const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
	if (code !== 0) throw new Error('npm ci failed; its own words above say why.');
}

/**
 * Makes build/ match the sources; returns at once when it does. Of several processes that ask at
 * once, one builds and the others wait for it.
 *
 * @param {{ verbose?: boolean }} [options] `verbose` shows what the build prints also when it succeeds
 * @returns {Promise<{ warnings: string[] }>} what the build that stands there complained about
 */
export async function ensureBuilt({ verbose = false } = {}) {
	const sources = hashSources();
	const standing = readStamp();
	if (standing?.sources === sources) return standing;
	if (!takeLock()) {
		await wait(200);
		return ensureBuilt({ verbose });
	}
	try {
		if (verbose) say('Building …');
		const { code, output } = await tool('vite', 'vite', ['build'], {
			output: verbose ? 'both' : 'collect',
			env: buildEnvironment()
		});
		if (code !== 0) {
			if (!verbose) process.stderr.write(output);
			throw new Error('The build failed; its own words above say why.');
		}
		const stamp = { sources, warnings: findWarnings(output) };
		writeFileSync(STAMP, JSON.stringify(stamp));
		return stamp;
	} finally {
		rmSync(LOCK, { force: true });
	}
}

/** npm writes the hidden lock file last, so it also tells an install that was broken off. */
function isInstalled() {
	const wanted = readPackages('package-lock.json');
	const present = readPackages('node_modules/.package-lock.json');
	return Object.entries(wanted).every(([path, { version, optional }]) => {
		if (path === '') return true;
		const found = present[path];
		return found ? found.version === version : optional === true;
	});
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
	const path = join(ROOT, file);
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/** Content, not times: a checkout touches every file and changes none. */
function hashSources() {
	const hash = createHash('sha256');
	/** @param {string} path */
	const add = (path) => {
		const full = join(ROOT, path);
		if (!existsSync(full)) return;
		if (statSync(full).isDirectory()) {
			for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
		} else {
			hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
		}
	};
	BUILT_FROM.forEach(add);
	return hash.digest('hex');
}

/** @returns {{ sources: string, warnings: string[] } | undefined} */
function readStamp() {
	try {
		return JSON.parse(readFileSync(STAMP, 'utf8'));
	} catch {
		return undefined;
	}
}

/** False while another live process builds. */
function takeLock() {
	try {
		writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		if (!isOwnerAlive()) rmSync(LOCK, { force: true });
		return false;
	}
}

function isOwnerAlive() {
	try {
		const pid = Number(readFileSync(LOCK, 'utf8'));
		// Between creating the file and writing the pid it is empty for an instant.
		if (pid === 0) return Date.now() - statSync(LOCK).mtimeMs < 5_000;
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** A test runner's variables would turn the result into a development or test build. */
function buildEnvironment() {
	const entries = Object.entries(process.env).filter(([name]) => !/^VITE/.test(name));
	return { ...Object.fromEntries(entries), NODE_ENV: 'production' };
}

/**
 * Svelte's warnings carry a link to their explanation; Kit's and Vite's say "deprecated". Lines that
 * begin with `(node:` are Node's own, about other people's packages.
 *
 * @param {string} output
 */
function findWarnings(output) {
	return output
		.split('\n')
		.filter((line) => /deprecat|svelte\.dev\/e\//i.test(line) && !line.startsWith('(node:'));
}

await script(import.meta.url, USAGE, async (args) => {
	await ensureInstalled();
	if (!args.includes('--install-only')) await ensureBuilt({ verbose: true });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.js';
import { say, script } from './lib/cli.js';
import { npm, tool } from './lib/run.js';
import { ensureBuilt, ensureInstalled } from './setup.js';

const USAGE = `
Usage: npm test [-- STEP ...]

Runs every check and stops at the first that fails. Steps:

  build   the site builds without a warning from Svelte or about what is deprecated
  vitest  rules, database, HTTP and faults; or one of them: rules, server, http, faults
  e2e     the promises to users, in a real browser
  lint    prettier, oxlint, and eslint for components
  types   svelte-check, no error and no warning

Lint and types run beside the others, in what time those leave.
`;

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 * @typedef {Count & { ok: boolean, output?: string }} Outcome `output` is what it said, when not shown yet
 */

/** @typedef {(reports: string) => Promise<Outcome>} Step */

/** @type {Record<string, Step>} */
const IN_TURN = {
	build: checkBuild,
	vitest: (reports) => runVitest(reports, []),
	e2e: runBrowserTests
};
/** Tests wait for servers and browsers, and leave these enough time to be done when they are. */
const BESIDE = { lint: checkLint, types: checkTypes };
const STEPS = { ...IN_TURN, ...BESIDE };
/** @type {Record<string, Step>} */
const PARTS_OF_VITEST = Object.fromEntries(
	['rules', 'server', 'http', 'faults'].map((part) => [
		part,
		(reports) => runVitest(reports, [`tests/${part}/`])
	])
);
const ALL_STEPS = { ...STEPS, ...PARTS_OF_VITEST };

/** Both the build and the types write what Kit makes of the routes. */
let built = Promise.resolve();

function checkLint() {
	return runPatiently('lint');
}

async function checkTypes() {
	await built;
	return runPatiently('check');
}

/** @param {string} name a script of package.json */
async function runPatiently(name) {
	const options = /** @type {const} */ ({ output: 'collect', patient: true });
	const { code, output } = await npm(['run', '--silent', name], options);
	return { ...withoutTests(code === 0), output };
}

async function checkBuild() {
	const building = ensureBuilt({ verbose: true });
	built = building.then(
		() => {},
		() => {}
	);
	const { warnings } = await building;
	for (const warning of warnings) say(`Not allowed in a build: ${warning.trim()}`);
	return withoutTests(warnings.length === 0);
}

/**
 * @param {string} reports
 * @param {string[]} filters
 */
async function runVitest(reports, filters) {
	const file = join(reports, 'vitest.json');
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
	const { code } = await tool('vitest', 'vitest', ['run', ...reporters, ...filters]);
	return judge(code, file, (/** @type {Record<string, number>} */ report) => ({
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests
	}));
}

/** @param {string} reports */
async function runBrowserTests(reports) {
	const file = join(reports, 'playwright.json');
	const env = { ...process.env, PLAYWRIGHT_JSON_FILE: file };
	const { code } = await tool('@playwright/test', 'playwright', ['test'], { env });
	return judge(code, file, (/** @type {{ stats: Record<string, number> }} */ { stats }) => ({
		passed: stats.expected + stats.flaky,
		failed: stats.unexpected,
		skipped: stats.skipped
	}));
}

/**
 * A runner that executed no test has failed, whatever it says.
 *
 * @template Report
 * @param {number} code
 * @param {string} file
 * @param {(report: Report) => Count} read
 * @returns {Outcome}
 */
function judge(code, file, read) {
	let count = { passed: 0, failed: 0, skipped: 0 };
	try {
		count = read(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		say('The runner left no report.');
	}
	if (count.passed + count.failed === 0) say('No test was executed.');
	const ok = code === 0 && count.failed === 0 && count.passed > 0;
	return { ...count, failed: ok ? 0 : Math.max(1, count.failed), ok };
}

/**
 * @param {boolean} ok
 * @returns {Outcome}
 */
function withoutTests(ok) {
	return { passed: 0, failed: ok ? 0 : 1, skipped: 0, ok };
}

/**
 * Where the tests' databases, photos and browsers lie: in memory where there is room, because each
 * command that is acknowledged waits for the disk, which no test looks at.
 */
function quickFolder() {
	const inMemory = '/dev/shm';
	const room = 4e9;
	if (!existsSync(inMemory)) return tmpdir();
	const { bavail, bsize } = statfsSync(inMemory);
	return bavail * bsize > room ? inMemory : tmpdir();
}

/** @param {string[]} names */
function select(names) {
	const unknown = names.find((name) => !(name in ALL_STEPS));
	if (unknown) {
		throw new Error(`There is no step ${unknown}; there are ${Object.keys(ALL_STEPS).join(', ')}.`);
	}
	const wanted = names.length === 0 ? Object.keys(STEPS) : names;
	return Object.entries(ALL_STEPS).filter(([name]) => wanted.includes(name));
}

await script(import.meta.url, USAGE, async (args) => {
	const steps = select(args);
	await ensureInstalled();
	if (steps.some(([name]) => name === 'e2e')) process.env.CHROMIUM_PATH = await ensureChromium();

	const reports = mkdtempSync(join(quickFolder(), 'tongxing-tests-'));
	process.env.TMPDIR = reports;
	process.env.TEST_TOWNS = mkdtempSync(join(reports, 'towns-'));
	const total = { passed: 0, failed: 0, skipped: 0 };
	/** @type {string[]} */
	const lines = [];

	/** @param {[string, Step]} step */
	const take = async ([name, run]) => {
		const began = performance.now();
		const { ok, passed, failed, skipped, output } = await run(reports);
		const seconds = ((performance.now() - began) / 1000).toFixed(1);
		if (output?.trim()) say(`\n── ${name}\n${output.trim()}`);
		lines.push(`${ok ? '✓' : '✗'} ${name.padEnd(8)} ${seconds.padStart(6)} s`);
		total.passed += passed;
		total.failed += failed;
		total.skipped += skipped;
	};
	const beside = async () => {
		for (const step of steps) if (step[0] in BESIDE) await take(step);
	};
	const inTurn = async () => {
		for (const step of steps) {
			if (step[0] in BESIDE || total.failed > 0) continue;
			say(`\n── ${step[0]}`);
			await take(step);
		}
	};
	try {
		const both = await Promise.allSettled([inTurn(), beside()]);
		const broken = both.find((one) => one.status === 'rejected');
		if (broken) throw broken.reason;
	} finally {
		rmSync(reports, { recursive: true, force: true });
	}
	const { passed, failed, skipped } = total;
	say(`\n${lines.join('\n')}\n`);
	say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
	process.exitCode = failed > 0 ? 1 : 0;
});

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './cli.js';

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] the child's whole environment; this process's own when left out
 * @property {'show' | 'collect' | 'both'} [output] where what it prints goes; 'show' keeps a terminal's colours
 * @property {number} [timeout] milliseconds, after which the child is ended
 * @property {boolean} [patient] takes only the time that nobody else on the machine wants
 */

/**
 * Runs a program in the project's folder without standard input.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 when the program could not be
 * started or was ended; `output` is empty when only shown
 */
export function run(command, args, { env = process.env, output = 'show', timeout, patient } = {}) {
	const pipe = output === 'show' ? 'inherit' : 'pipe';
	return new Promise((resolve) => {
		const child = spawn(command, args, {
			cwd: ROOT,
			env,
			timeout,
			killSignal: 'SIGKILL',
			stdio: ['ignore', pipe, pipe]
		});
		if (patient && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
		let collected = '';
		for (const [from, to] of /** @type {const} */ ([
			[child.stdout, process.stdout],
			[child.stderr, process.stderr]
		])) {
			from?.on('data', (chunk) => {
				collected += chunk;
				if (output === 'both') to.write(chunk);
			});
		}
		/** @param {number | null} code */
		const done = (code) => resolve({ code: code ?? 1, output: collected });
		child.on('error', (error) => resolve({ code: 1, output: error.message }));
		child.on('close', done);
		// What a killed installer leaves running keeps the pipes open, and 'close' would wait for it.
		child.on('exit', (code) => setTimeout(done, 2_000, code).unref());
	});
}

/**
 * Runs npm: the one that started this script, or the one in PATH.
 *
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options) {
	const cli = process.env.npm_execpath;
	if (cli?.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], options);
	if (process.platform === 'win32') return run('cmd.exe', ['/c', 'npm', ...args], options);
	return run('npm', args, options);
}

/**
 * Runs a program that an installed package brings along, without a shell or npx between.
 *
 * @param {string} packageName
 * @param {string} program its name in the package's `bin`
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function tool(packageName, program, args, options) {
	const folder = join(ROOT, 'node_modules', packageName);
	const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const file = typeof bin === 'string' ? bin : bin[program];
	return run(process.execPath, [join(folder, file), ...args], options);
}

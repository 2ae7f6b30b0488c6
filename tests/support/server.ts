import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../scripts/lib/cli.js';
import { ensureBuilt } from '../../scripts/setup.js';

const START_LIMIT = 20_000;
const STOP_LIMIT = 15_000;
const canRest = process.platform !== 'win32';

export type StartOptions = {
	/** Settings on top of those every test server has. */
	env?: Record<string, string>;
	/** The data folder of a server that was killed, to start again on it; a new one when left out. */
	dir?: string;
	/** Fills the data folder before the server opens it. @returns settings that were not known before */
	seed?: (dir: string) => Promise<Record<string, string> | void>;
};

export type TestServer = {
	origin: string;
	port: number;
	dir: string;
	/** All that it printed so far, standard output and errors. */
	output: () => string;
	/**
	 * Ends it, removes its data folder and returns its exit code. Asked by another `signal` it first lets
	 * go of its visitors, also of one who has not read an answer to its end.
	 */
	stop: (signal?: NodeJS.Signals) => Promise<number | null>;
	/** Ends it as a power cut would, and leaves its data folder. */
	kill: () => Promise<void>;
	/** Stands still until `goOn()`: its jobs, too, cost those time whose turn it is. */
	rest: () => void;
	goOn: () => void;
};

const running = new Set<ChildProcess>();
const ownDirs = new Set<string>();

process.once('exit', () => {
	for (const child of running) child.kill('SIGKILL');
	for (const dir of ownDirs) rmSync(dir, { recursive: true, force: true });
});

/** Starts the built site, building it first when the sources changed, and waits until it answers. */
export async function startServer(options: StartOptions = {}): Promise<TestServer> {
	await ensureBuilt();
	const dir = options.dir ?? (await makeDir());
	const found = await options.seed?.(dir);
	const { child, output } = launch(dir, { ...options.env, ...found });
	const exited = once(child, 'exit');

	const rest = () => void (canRest && child.kill('SIGSTOP'));
	const goOn = () => void (canRest && child.kill('SIGCONT'));
	const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
		goOn();
		child.kill(signal);
		const cut = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
		await exited;
		clearTimeout(cut);
		if (ownDirs.delete(dir)) await rm(dir, { recursive: true, force: true });
		return child.exitCode;
	};
	const kill = async () => {
		child.kill('SIGKILL');
		await exited;
	};

	const origin = await waitUntilHealthy(child, output);
	if (!origin) {
		await stop();
		throw new Error(`The server did not start. It printed:\n${output()}`);
	}
	return { origin, port: Number(new URL(origin).port), dir, output, stop, kill, rest, goOn };
}

/** Runs the start script until it ends by itself, which it does when it cannot start. */
export async function startAndFail(env: Record<string, string>) {
	await ensureBuilt();
	const dir = await makeDir();
	const { child, output } = launch(dir, env);
	const cut = setTimeout(() => child.kill('SIGKILL'), START_LIMIT);
	await once(child, 'close');
	clearTimeout(cut);
	ownDirs.delete(dir);
	await rm(dir, { recursive: true, force: true });
	return { code: child.exitCode, output: output() };
}

async function makeDir() {
	const dir = await mkdtemp(join(tmpdir(), 'tongxing-test-'));
	ownDirs.add(dir);
	return dir;
}

function launch(dir: string, env: Record<string, string> = {}) {
	const child = spawn(
		process.execPath,
		['--max-semi-space-size=64', join(ROOT, 'scripts', 'start.js')],
		{
			cwd: ROOT,
			stdio: ['ignore', 'pipe', 'pipe'],
			// Nothing of the developer's own settings may reach a test.
			env: {
				PATH: process.env.PATH,
				HOME: process.env.HOME,
				TMPDIR: process.env.TMPDIR,
				NODE_ENV: 'production',
				APP_MODE: 'test',
				HOST: '127.0.0.1',
				PORT: '0',
				DATA_DIR: dir,
				...env
			}
		}
	);
	running.add(child);
	child.once('exit', () => running.delete(child));
	let printed = '';
	child.stdout.on('data', (chunk) => (printed += chunk));
	child.stderr.on('data', (chunk) => (printed += chunk));
	return { child, output: () => printed };
}

async function waitUntilHealthy(child: ChildProcess, output: () => string) {
	const deadline = Date.now() + START_LIMIT;
	while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
		const origin = /^Listening on (http:\S+)$/m.exec(output())?.[1];
		if (origin && (await isHealthy(origin))) return origin;
		await wait(50);
	}
	return undefined;
}

async function isHealthy(origin: string) {
	try {
		return (await fetch(`${origin}/healthz`)).status === 200;
	} catch {
		return false;
	}
}

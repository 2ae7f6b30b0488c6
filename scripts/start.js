import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, say, script } from './lib/cli.js';
import { createHttpServer, drain, listen } from './lib/http-server.js';
import { ensureBuilt, ensureInstalled } from './setup.js';

const USAGE = `
Usage: node scripts/start.js

Serves the site that stands in build/, and builds it first when there is none.

  HOST   address to listen on (0.0.0.0)
  PORT   port to listen on (3000); 0 takes a free one

\`npm run config\` prints the settings of the application.
`;

const HANDLER = join(ROOT, 'build', 'handler.js');
const DRAIN_LIMIT = 10_000;
const SHUTDOWN_LIMIT = 3_000;
const PROTOCOL_HEADER = 'x-tongxing-proto';

/**
 * Starts the built site. The application reads its settings from the environment when it is loaded,
 * so set them before; it can be loaded once in a process.
 *
 * @param {{ host: string, port: number }} address port 0 takes a free one
 * @returns {Promise<{ origin: string, server: import('node:http').Server, close: () => Promise<void> }>}
 * `close` lets requests under way finish and then tells the application to close its database
 */
export async function serve({ host, port }) {
	const isPlainHttp = prepareEnvironment();
	const { handler } = await import(pathToFileURL(HANDLER).href);
	const server = createHttpServer((request, response) => {
		if (isPlainHttp) request.headers[PROTOCOL_HEADER] = 'http';
		// adapter-node drops a body that does not say its type
		request.headers['content-type'] ??= 'application/octet-stream';
		return handler(request, response);
	});
	const close = async () => {
		if (server.listening) await drain(server, DRAIN_LIMIT);
		// The name under which adapter-node's own server tells the application to shut down.
		/** @type {import('node:events').EventEmitter} */ (process).emit(
			'sveltekit:shutdown',
			'SIGTERM'
		);
	};
	try {
		return { origin: await listen(server, { host, port }), server, close };
	} catch (error) {
		await close();
		throw asSentence(error, host, port);
	}
}

/**
 * Closes at SIGTERM or SIGINT and ends the process with 0.
 *
 * @param {() => Promise<void>} close
 */
export function stopOnSignal(close) {
	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		await close();
		process.exitCode = 0;
		// Ends by itself once the application let go of everything; this is for what it did not.
		setTimeout(() => process.exit(0), SHUTDOWN_LIMIT).unref();
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	if (process.env.npm_lifecycle_event) {
		// npm hands a signal to the shell between, which dies of it and tells nobody.
		const shell = process.ppid;
		setInterval(() => process.ppid !== shell && stop(), 500).unref();
	}
}

/**
 * adapter-node takes every request for https unless it is told otherwise: by ORIGIN, or by a header,
 * which a visitor must not be able to set.
 *
 * @returns {boolean} whether every request is to be marked as plain http
 */
function prepareEnvironment() {
	const { env } = process;
	env.BODY_SIZE_LIMIT ||= '56M';
	if (env.ORIGIN) return false;
	delete env.ORIGIN;
	if (env.PROTOCOL_HEADER) return false;
	env.PROTOCOL_HEADER = PROTOCOL_HEADER;
	return true;
}

/**
 * @param {unknown} error
 * @param {string} host
 * @param {number} port
 */
function asSentence(error, host, port) {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE') {
		return new Error(`Port ${port} is already in use: stop what runs there, or set PORT.`);
	}
	if (code === 'EACCES') {
		return new Error(`Port ${port} may not be opened by this user: set PORT above 1023.`);
	}
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
		return new Error(`HOST is ${host}, which is not an address of this machine.`);
	}
	return error;
}

/** @param {string | undefined} text */
function readPort(text) {
	const port = Number(text || 3000);
	if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
	throw new Error(`PORT is ${text}; it must be a number from 0 to 65535.`);
}

await script(import.meta.url, USAGE, async () => {
	const port = readPort(process.env.PORT);
	// Settings name folders relative to the project, wherever a service manager starts this.
	process.chdir(ROOT);
	if (!existsSync(HANDLER)) {
		await ensureInstalled();
		await ensureBuilt({ verbose: true });
	}
	const { origin, close } = await serve({ host: process.env.HOST || '0.0.0.0', port });
	say(`Listening on ${origin}`);
	stopOnSignal(close);
});

import { createServer } from 'node:http';

/**
 * Milliseconds. Without them a client that sends a byte now and then holds its connection for good,
 * and Node looks for late ones only every half minute.
 */
export const LIMITS = {
	headersTimeout: 15_000,
	requestTimeout: 60_000,
	keepAliveTimeout: 5_000,
	connectionsCheckingInterval: 5_000
};

/**
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown} handler
 * @param {typeof LIMITS} [limits]
 */
export function createHttpServer(handler, limits = LIMITS) {
	return createServer(limits, async (request, response) => {
		try {
			await handler(request, response);
		} catch (error) {
			process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
			if (!response.headersSent) response.writeHead(500);
			response.end();
		}
	});
}

/**
 * Starts listening.
 *
 * @param {import('node:http').Server} server
 * @param {{ host: string, port: number }} address port 0 takes a free one
 * @returns {Promise<string>} the origin, such as `http://127.0.0.1:3000`
 */
export function listen(server, { host, port }) {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen({ host, port }, () => {
			server.off('error', reject);
			const address = server.address();
			const bound = address && typeof address === 'object' ? address.port : port;
			resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
		});
	});
}

/**
 * Takes no new connection, lets the requests under way finish, and resolves when all are gone.
 *
 * @param {import('node:http').Server} server
 * @param {number} limit milliseconds after which what is still open is cut
 */
export async function drain(server, limit) {
	const closed = new Promise((resolve) => server.close(resolve));
	// A connection that falls idle after close() would stay until its keep-alive ends.
	const sweep = setInterval(() => server.closeIdleConnections(), 50);
	const cut = setTimeout(() => server.closeAllConnections(), limit);
	await closed;
	clearInterval(sweep);
	clearTimeout(cut);
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, drain, LIMITS, listen } from '../../scripts/lib/http-server.js';
import { startAndFail, startServer, type TestServer } from '../support/server';

describe('the production server', () => {
	let server: TestServer;

	beforeEach(async () => {
		server = await startServer();
	}, 120_000);
	afterEach(() => server.stop());

	it('says where it listens and answers there', async () => {
		const health = await fetch(`${server.origin}/healthz`);

		expect(server.output()).toContain(`Listening on http://127.0.0.1:${server.port}`);
		expect(health.status).toBe(200);
	});

	it('refuses a port that is taken with one sentence', async () => {
		const second = await startAndFail({ PORT: String(server.port) });

		expect(second.code).toBe(1);
		expect(second.output).toContain(
			`Port ${server.port} is already in use: stop what runs there, or set PORT.\n`
		);
		expect(second.output).not.toMatch(/^\s+at /m);
	});

	it.each(['SIGTERM', 'SIGINT'] as const)(
		'answers the request under way at %s, takes no other, and ends with 0',
		async (signal) => {
			const slow = await dial(server.port);
			slow.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n');
			await fetch(`${server.origin}/healthz`);

			const code = server.stop(signal);
			await untilRefused(server.port);
			slow.write('\r\n');

			expect(await readAll(slow)).toMatch(/^HTTP\/1\.1 200 /);
			expect(await code).toBe(0);
		}
	);
});

describe('settings that cannot be used', () => {
	it('refuses a port that is none with one sentence', async () => {
		const { code, output } = await startAndFail({ PORT: '八〇八〇' });

		expect(code).toBe(1);
		expect(output).toBe('PORT is 八〇八〇; it must be a number from 0 to 65535.\n');
	});
});

describe('a client that never finishes what it sends', () => {
	const soon = { ...LIMITS, headersTimeout: 100, requestTimeout: 300 };
	const checkOften = { ...soon, connectionsCheckingInterval: 20 };

	it.each([
		['headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
		['body', 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfive ']
	])('is cut off in the %s', async (_part, sent) => {
		const server = createHttpServer((request) => request.resume(), checkOften);
		const { port } = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
		const socket = await dial(Number(port));
		socket.write(sent);

		expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 /);
		await drain(server, 0);
	});

	it('is given 15 seconds for the headers and a minute for the whole', () => {
		const server = createHttpServer(() => undefined);

		expect(server.headersTimeout).toBe(15_000);
		expect(server.requestTimeout).toBe(60_000);
	});

	it('does not hold up a stop for longer than the limit', async () => {
		const server = createHttpServer((request) => request.resume());
		const { port } = new URL(await listen(server, { host: '127.0.0.1', port: 0 }));
		const socket = await dial(Number(port));
		socket.write('GET / HTTP/1.1\r\n');
		await wait(50);

		const [cutOff] = await Promise.all([readAll(socket), drain(server, 100)]);
		expect(cutOff).toBe('');
	});
});

async function dial(port: number) {
	const socket = connect(port, '127.0.0.1');
	await once(socket, 'connect');
	return socket;
}

async function readAll(socket: Socket) {
	let text = '';
	socket.on('data', (chunk) => (text += chunk));
	socket.on('error', () => undefined);
	if (!socket.closed) await once(socket, 'close');
	return text;
}

async function untilRefused(port: number) {
	for (;;) {
		try {
			(await dial(port)).destroy();
			await wait(20);
		} catch {
			return;
		}
	}
}

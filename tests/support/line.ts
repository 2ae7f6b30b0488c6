import {
	createServer,
	request as send,
	type IncomingMessage,
	type ServerResponse
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Where the line breaks in the course of one request. */
export const breaks = [
	'before',
	'during the body',
	'after the commit',
	'during the reply'
] as const;
export type Break = (typeof breaks)[number];

/**
 * The line between a phone and the server: an address that stays while the server comes and goes,
 * and that can be cut at any step of a request.
 */
export async function makeLine() {
	let target: number | null = null;
	let breaking: (method: string, path: string) => Break | null = () => null;
	let rewriting: (path: string, answer: Buffer) => Buffer = (_, answer) => answer;
	const passed: string[] = [];
	const sockets = new Set<Socket>();

	const server = createServer((incoming, outgoing) => {
		const { method = 'GET', url = '/' } = incoming;
		const where = target === null ? 'before' : breaking(method, url);
		if (where === 'before' || target === null) return void incoming.socket.destroy();
		void forward(incoming, outgoing, target, where, rewriting).then(
			() => passed.push(`${method} ${url}`),
			() => incoming.socket.destroy()
		);
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		/** Requests that were answered in full. */
		passed,
		connect(port: number) {
			target = port;
		},
		/** As when the server is stopped or the phone is in a lift. */
		disconnect() {
			target = null;
			for (const socket of sockets) socket.destroy();
		},
		breakAt(decide: typeof breaking) {
			breaking = decide;
		},
		/** As when another version of the site has been put on the server. */
		rewrite(change: typeof rewriting) {
			rewriting = change;
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((closed) => server.close(closed));
		}
	};
}

async function forward(
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	port: number,
	where: Break | null,
	rewrite: (path: string, answer: Buffer) => Buffer
) {
	const body = await whole(incoming);
	const { method, url: path, headers } = incoming;
	const plain = { ...headers, 'accept-encoding': 'identity' };
	delete plain['if-none-match'];
	delete plain['if-modified-since'];
	const onward = send({ host: '127.0.0.1', port, method, path, headers: plain, agent: false });
	if (where === 'during the body') {
		onward.on('error', () => undefined);
		onward.write(body.subarray(0, Math.floor(body.length / 2)));
		// far enough for the server to have begun
		await new Promise((on) => setTimeout(on, 100));
		onward.destroy();
		throw new Error('cut during the body');
	}
	const reply = await new Promise<IncomingMessage>((resolve, reject) => {
		onward.once('response', resolve).once('error', reject);
		onward.end(body);
	});
	const answer = rewrite(path ?? '', await whole(reply));
	if (where === 'after the commit') throw new Error('cut after the commit');
	const length = reply.headers['content-length'] ? { 'content-length': answer.length } : {};
	outgoing.writeHead(reply.statusCode ?? 502, { ...reply.headers, ...length });
	if (where === 'during the reply') {
		outgoing.write(answer.subarray(0, Math.floor(answer.length / 2)));
		await new Promise((on) => setTimeout(on, 50));
		throw new Error('cut during the reply');
	}
	outgoing.end(answer);
	await new Promise((finished) => outgoing.once('close', finished));
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

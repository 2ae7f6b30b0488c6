import {
	createDecipheriv,
	createECDH,
	createPublicKey,
	hkdfSync,
	randomBytes,
	verify
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Call = { path: string; headers: IncomingHttpHeaders; body: Buffer };
/** What the next calls are answered with; 'silence' cuts the line without an answer. */
type Answer = number | 'silence';

async function listen(onCall: (call: Call) => Answer) {
	const server: Server = createServer(async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const answer = onCall({
			path: request.url ?? '',
			headers: request.headers,
			body: Buffer.concat(parts)
		});
		if (answer === 'silence') request.socket.destroy();
		else response.writeHead(answer, answer === 302 ? { location: '/inside' } : {}).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { origin, close };
}

export type HookCall = {
	id: string;
	kind: string;
	phone: string;
	title: string;
	body: string;
	url: string;
	key: unknown;
	authorization: unknown;
};

/** A town's hook for SMS, on this machine. */
export async function noticeHook() {
	const calls: HookCall[] = [];
	/** Numbers that it does not take, whatever it answers otherwise. */
	const hook = { answer: 200 as Answer, refused: new Set<string>() };
	const { origin, close } = await listen(({ headers, body }) => {
		const { 'idempotency-key': key, authorization } = headers;
		const call: HookCall = { ...JSON.parse(body.toString('utf8')), key, authorization };
		calls.push(call);
		return hook.refused.has(call.phone) ? 400 : hook.answer;
	});
	return Object.assign(hook, { url: `${origin}/notice`, calls, close });
}

/** A push service on this machine, which also is the browsers that listen to it. */
export async function pushService() {
	const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>();
	const pushed: { to: string; payload: unknown; contact: unknown }[] = [];
	const paths: string[] = [];
	const service = { answer: 201 as Answer };
	const { origin, close } = await listen(({ path, headers, body }) => {
		paths.push(path);
		if (service.answer !== 201) return service.answer;
		const browser = browsers.get(path);
		if (!browser) return 410;
		const payload = JSON.parse(decrypt(body, browser));
		pushed.push({ to: path, payload, contact: vapidClaims(headers.authorization, origin).sub });
		return 201;
	});
	return Object.assign(service, {
		origin,
		pushed,
		paths,
		close,
		/** What a browser that subscribes here would say of itself. */
		browser() {
			const ecdh = createECDH('prime256v1');
			const auth = randomBytes(16);
			const path = `/push/${randomBytes(8).toString('hex')}`;
			browsers.set(path, { ecdh, auth });
			const p256dh = ecdh.generateKeys().toString('base64url');
			return { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } };
		},
		forget(endpoint: string) {
			browsers.delete(endpoint.slice(origin.length));
		}
	});
}

/** RFC 8291, as a browser does it. */
function decrypt(
	body: Buffer,
	{ ecdh, auth }: { ecdh: ReturnType<typeof createECDH>; auth: Buffer }
): string {
	const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)];
	const sender = body.subarray(21, 21 + idLength);
	const sealed = body.subarray(21 + idLength);
	const derive = (key: Buffer, by: Buffer, info: Buffer | string, length: number) =>
		Buffer.from(hkdfSync('sha256', key, by, info, length));
	const both = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
	const secret = derive(ecdh.computeSecret(sender), auth, both, 32);
	const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
	const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12);
	const decipher = createDecipheriv('aes-128-gcm', key, nonce);
	decipher.setAuthTag(sealed.subarray(-16));
	const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
	return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}

/** RFC 8292: who sends, signed with the key that the browser subscribed with. */
function vapidClaims(authorization = '', audience: string): Record<string, unknown> {
	const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
	const [head = '', claims = '', signature = ''] = token.split('.');
	const point = Buffer.from(key, 'base64url');
	const publicKey = createPublicKey({
		format: 'jwk',
		key: {
			kty: 'EC',
			crv: 'P-256',
			x: point.subarray(1, 33).toString('base64url'),
			y: point.subarray(33).toString('base64url')
		}
	});
	const genuine = verify(
		'sha256',
		Buffer.from(`${head}.${claims}`),
		{ key: publicKey, dsaEncoding: 'ieee-p1363' },
		Buffer.from(signature, 'base64url')
	);
	const read = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
	if (!genuine || read.aud !== audience)
		throw new Error('the push was not signed for this service');
	return read;
}

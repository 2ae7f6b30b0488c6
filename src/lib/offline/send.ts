import type { Unsent } from './outbox';

/** How one request ended. */
export type Outcome =
	| { kind: 'stored'; answer: Record<string, unknown> }
	/** No use in trying again as it is. */
	| { kind: 'refused'; status: number; message: string; fields: Record<string, string> }
	/** Nothing reaches the server now; nothing else would. */
	| { kind: 'away'; trouble: string }
	/** The server is there and stumbled over this one. */
	| { kind: 'stumbled'; trouble: string }
	/** It asks to wait, milliseconds. */
	| { kind: 'wait'; ms: number; trouble: string };

type Sendable = Pick<Unsent, 'key' | 'as' | 'to' | 'photos'>;

export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** How long one request may take, ms. */
export const patience = 90_000;
const patienceForTime = 10_000;
/** What the list says while nothing reaches the server. */
export const unreachable = '连不上服务器，有网络后自动再发';

/** Puts the words. */
export const putWords = (fetch: Fetch, item: Sendable, body: string): Promise<Outcome> =>
	put(fetch, item, item.to, body, 'application/json');

/** Puts photo `n`, from 0. */
export function putPhoto(fetch: Fetch, item: Sendable, n: number): Promise<Outcome> {
	const { blob } = item.photos[n]!;
	return put(fetch, item, `${item.to}/photos/${n}`, blob, blob.type);
}

async function put(
	fetch: Fetch,
	{ key, as }: Sendable,
	path: string,
	body: BodyInit,
	type: string
): Promise<Outcome> {
	const headers = { 'content-type': type, 'tongxing-as': as ?? 'guest' };
	try {
		return await within(patience, (signal) =>
			fetch(path, { method: 'PUT', body, headers, signal }).then((response) =>
				outcomeOf(response, key)
			)
		);
	} catch {
		return { kind: 'away', trouble: unreachable };
	}
}

/** The server's clock, ms; null when it does not answer. */
export async function serverTime(fetch: Fetch): Promise<number | null> {
	try {
		const answer = await within(patienceForTime, (signal) =>
			fetch('/healthz', { method: 'HEAD', cache: 'no-store', signal })
		);
		return Date.parse(answer.headers.get('date') ?? '') || null;
	} catch {
		return null;
	}
}

async function within<T>(ms: number, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const waiting = new AbortController();
	const cut = setTimeout(() => waiting.abort(), ms);
	try {
		return await request(waiting.signal);
	} finally {
		clearTimeout(cut);
	}
}

async function outcomeOf(response: Response, key: string): Promise<Outcome> {
	const { status } = response;
	const answer: unknown = await response.json().catch(() => null);
	if (response.ok) {
		// the page of a public Wi-Fi's sign-in answers 200 as well
		return isOf(answer, key)
			? { kind: 'stored', answer }
			: { kind: 'away', trouble: '这个网络要先登录才能用，连好后自动再发' };
	}
	if (status === 429) {
		const seconds = Number(response.headers.get('retry-after')) || 60;
		return { kind: 'wait', ms: seconds * 1000, trouble: messageOf(answer) || '稍后自动再发' };
	}
	if ([502, 503, 504].includes(status)) return { kind: 'away', trouble: unreachable };
	const message = messageOf(answer);
	if (status >= 500 || message === '') {
		return { kind: 'stumbled', trouble: '服务器出了问题，稍后自动再发' };
	}
	return { kind: 'refused', status, message, fields: fieldsOf(answer) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const isOf = (answer: unknown, key: string): answer is Record<string, unknown> =>
	isRecord(answer) && answer.key === key;

const messageOf = (answer: unknown): string =>
	isRecord(answer) && typeof answer.message === 'string' ? answer.message : '';

function fieldsOf(answer: unknown): Record<string, string> {
	const fields = isRecord(answer) && isRecord(answer.fields) ? answer.fields : {};
	return Object.fromEntries(Object.entries(fields).map(([name, why]) => [name, String(why)]));
}

/** Where what is stored is found: of a guest's report, with the claim; else the page it came from. */
export function linkOf({ url = '', claim }: Record<string, unknown>, from: string): string {
	if (typeof url !== 'string' || url === '') return from;
	return typeof claim === 'string' ? `${url}?claim=${claim}` : url;
}

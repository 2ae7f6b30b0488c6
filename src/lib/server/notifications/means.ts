import webPush from 'web-push';
import type { PushAddress } from '../../notifications/forms';
import { isPushAddress } from '../../notifications/push-hosts';
import type { PushPayload } from '../../notifications/worker-push';
import type { Config, Secrets } from '../config';

/** One message for the town's hook; `id` is the same for each try of the same message. */
export type HookMessage = { id: string; phone: string; title: string; body: string; url: string };

/** How things leave the house. Each throws `NotSent` with words for the one who waits. */
export type Means = {
	/** The public address of the site, for links. */
	origin: string;
	/** Whether the server may send to the push address `endpoint`. */
	allowed(endpoint: string): boolean;
	/** null: the town has no hook. */
	message: ((message: HookMessage) => Promise<void>) | null;
	/** 'gone' when the browser no longer listens. */
	push(to: PushAddress, payload: PushPayload): Promise<'sent' | 'gone'>;
};

/** Its message is shown to the one whose message it was. */
export class NotSent extends Error {}

const patience = 8_000;
const pushLife = 24 * 60 * 60;

export function meansFor(config: Config, { vapid }: Pick<Secrets, 'vapid'>): Means {
	const origin = config.ORIGIN || `http://localhost:${config.PORT}`;
	const more = config.PUSH_HOSTS.split(',')
		.map((host) => host.trim())
		.filter(Boolean);
	const loopback = config.APP_MODE === 'test';
	const allowed = (endpoint: string) => isPushAddress(endpoint, { more, loopback });
	const vapidDetails = {
		// a push service refuses a contact that is not https; without one there is no https either
		subject: origin.startsWith('https:') ? origin : 'mailto:push@example.org',
		...vapid
	};
	return {
		origin,
		allowed,
		message: config.NOTICE_HOOK_URL ? (message) => callHook(config, message) : null,
		async push({ endpoint, keys }, payload) {
			// the list may be another than on the day when the browser subscribed
			if (!allowed(endpoint)) return 'gone';
			const { headers, body } = webPush.generateRequestDetails(
				{ endpoint, keys },
				JSON.stringify(payload),
				{ vapidDetails, TTL: pushLife }
			);
			const status = await post(endpoint, headers, body, '推送服务');
			if (status === 404 || status === 410) return 'gone';
			if (!isFine(status)) throw new NotSent(`推送服务回答 ${status}`);
			return 'sent';
		}
	};
}

async function callHook(config: Config, message: HookMessage): Promise<void> {
	const headers = {
		'content-type': 'application/json',
		'idempotency-key': message.id,
		...(config.NOTICE_HOOK_TOKEN ? { authorization: `Bearer ${config.NOTICE_HOOK_TOKEN}` } : {})
	};
	const { id, ...rest } = message;
	const body = JSON.stringify({ id, kind: 'notice', ...rest });
	const status = await post(config.NOTICE_HOOK_URL, headers, body, '短信接口');
	if (!isFine(status)) throw new NotSent(`短信接口回答 ${status}`);
}

const isFine = (status: number): boolean => status >= 200 && status < 300;

async function post(
	url: string,
	headers: Record<string, string | number>,
	body: string | Uint8Array,
	who: string
): Promise<number> {
	const wire = Object.entries(headers)
		// fetch reckons the length itself
		.filter(([name]) => name.toLowerCase() !== 'content-length')
		.map(([name, value]) => [name, String(value)] as [string, string]);
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: wire,
			body: typeof body === 'string' ? body : new Uint8Array(body),
			// a push address must not lead on to somewhere within the house
			redirect: 'manual',
			signal: AbortSignal.timeout(patience)
		});
		await answer.body?.cancel();
		return answer.status;
	} catch (problem) {
		const late = problem instanceof Error && problem.name === 'TimeoutError';
		throw new NotSent(late ? `${who} 8 秒内没有回答` : `连接不上${who}`, { cause: problem });
	}
}

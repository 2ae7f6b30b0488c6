import type { Config } from './config';

/** Sends what must leave the house: for now the sign-in codes. */
export type Sender = {
	/** Whether codes are shown on the page, because no message really goes out. */
	shows: boolean;
	/** Whether residents can sign in at all. */
	available: boolean;
	sendCode(phone: string, code: string): Promise<void>;
};

export function senderFor(config: Config): Sender {
	if (config.APP_MODE !== 'production') {
		return { shows: true, available: true, sendCode: async () => undefined };
	}
	if (config.SMS_HOOK_URL === 'off') {
		return {
			shows: false,
			available: false,
			sendCode: () => Promise.reject(new Error('SMS is switched off'))
		};
	}
	return {
		shows: false,
		available: true,
		async sendCode(phone, code) {
			const answer = await fetch(config.SMS_HOOK_URL, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					...(config.SMS_HOOK_TOKEN ? { authorization: `Bearer ${config.SMS_HOOK_TOKEN}` } : {})
				},
				body: JSON.stringify({ kind: 'sign_in_code', phone, code }),
				signal: AbortSignal.timeout(8_000)
			});
			if (!answer.ok) throw new Error(`The SMS hook answered ${answer.status}`);
		}
	};
}

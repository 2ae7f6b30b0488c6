import type { Draft } from './draft';

/** The server said no; what to mend stands beside the fields. */
export class SendRefused extends Error {
	constructor(
		message: string,
		readonly fields: Record<string, string>
	) {
		super(message);
	}
}

const tries = 4;

/**
 * Sends a draft: the words first, then each photo. Each request may be repeated without doubling
 * anything, so a lost answer is simply asked for again.
 * Returns what follows `/reports/` in the address of the report, with a guest's claim.
 * @param onProgress told how many of how many requests are done
 * @throws SendRefused, or Error when the network stays away
 */
export async function sendDraft(
	draft: Draft,
	onProgress: (done: number, of: number) => void,
	onAccepted: (code: string) => void
): Promise<string> {
	const of = draft.photos.length + 1;
	onProgress(0, of);
	const report = await put(`/api/reports/${draft.key}`, JSON.stringify(fieldsOf(draft)), {
		'content-type': 'application/json'
	});
	const { code, claim } = (await report.json()) as Accepted;
	onAccepted(code);
	onProgress(1, of);
	for (const [n, { blob }] of draft.photos.entries()) {
		await put(`/api/reports/${draft.key}/photos/${n}`, blob, { 'content-type': blob.type });
		onProgress(n + 2, of);
	}
	return claim ? `${code}?claim=${claim}` : code;
}

type Accepted = { code: string; claim?: string };

function fieldsOf({ category, description, address, phone, place, occurredAt, photos }: Draft) {
	return {
		category,
		description,
		address,
		lat: place?.lat,
		lng: place?.lng,
		accuracy_m: place?.accuracyM ?? undefined,
		occurred_at: occurredAt ?? undefined,
		photos: photos.length,
		contact: phone ? { phone } : undefined
	};
}

async function put(path: string, body: BodyInit, headers: HeadersInit): Promise<Response> {
	for (let attempt = 1; ; attempt++) {
		const response = await fetch(path, { method: 'PUT', body, headers }).catch(() => null);
		if (response?.ok) return response;
		if (response && response.status < 500 && response.status !== 429) {
			const { message, fields } = (await response.json().catch(() => ({}))) as Partial<SendRefused>;
			throw new SendRefused(message ?? '没有提交成功，请稍后再试', fields ?? {});
		}
		if (attempt === tries) throw new Error('网络不通，内容已保存在本机，请稍后再点提交');
		const told = Number(response?.headers.get('retry-after')) * 1000;
		await new Promise((resolve) => setTimeout(resolve, told || 500 * 2 ** attempt));
	}
}

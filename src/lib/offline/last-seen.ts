import type { SeenMessage } from './messages';

/** When an answer was kept, ms. */
const stamp = 'x-seen-at';
/** Kit's own: which parts of a page's data are asked for, a digit each, the page's last. */
const asked = 'x-sveltekit-invalidated';
/** The form is the same whatever is asked in its address, but for a place that a link brings. */
const form = /^\/reports\/new(\/|$)/;

/** What this needs of a service worker. */
type Worker = {
	clients: {
		get(id: string): Promise<{ postMessage(message: SeenMessage): void } | undefined>;
	};
};
type Call = {
	/** Made anew from the key, so it does not tell a page from its data; the event's own does. */
	request: Request;
	event: Event & { clientId?: string; request?: Request };
};

/**
 * For a workbox strategy: keeps pages and their data with the time, and says that time when they
 * are shown again, in the page itself or by a message to it.
 */
export const lastSeen = (worker: Worker) => ({
	async cacheKeyWillBeUsed({ request }: Call): Promise<string> {
		const url = new URL(request.url);
		if (form.test(url.pathname)) url.search = '';
		url.searchParams.delete(asked);
		// names what waits on this phone, and no other page
		url.searchParams.delete('item');
		return url.href;
	},

	async cacheWillUpdate({
		request,
		event,
		response
	}: Call & { response: Response }): Promise<Response | null> {
		if (response.status !== 200 || response.redirected || isPrivate(response)) return null;
		const { searchParams } = new URL(event.request?.url ?? request.url);
		// data without the page's own part are of no use to whoever comes from elsewhere
		if (searchParams.get(asked)?.endsWith('0') || searchParams.has('lat')) return null;
		if (!isPage({ request, event }) && !(await isData(response.clone()))) return null;
		const headers = new Headers(response.headers);
		headers.set(stamp, String(Date.now()));
		return new Response(await response.blob(), { status: 200, headers });
	},

	async cachedResponseWillBeUsed(call: Call & { cachedResponse?: Response }) {
		const kept = call.cachedResponse;
		const seenAt = kept?.headers.get(stamp);
		if (!kept || !seenAt) return kept;
		if (!isPage(call)) {
			await tell(worker, call, Number(seenAt));
			return kept;
		}
		const html = await kept.text();
		return new Response(html.replace('<html ', `<html data-seen-at="${seenAt}" `), {
			headers: kept.headers
		});
	},

	async fetchDidSucceed(call: Call & { response: Response }) {
		if (!isPage(call)) await tell(worker, call, null);
		return call.response;
	}
});

const isPage = ({ event }: Call) => event.request?.mode === 'navigate';

const isPrivate = ({ headers }: Response) =>
	headers.get('cache-control')?.includes('no-store') ?? false;

/** Kit answers 200 as well when its data are a redirect or an error. */
async function isData(response: Response): Promise<boolean> {
	const text = await response.text();
	return text.startsWith('{"type":"data"') && !text.includes('{"type":"error"');
}

async function tell(worker: Worker, { request, event }: Call, seenAt: number | null) {
	const path = new URL(request.url).pathname.replace(/\/?__data\.json$/, '') || '/';
	const client = event.clientId ? await worker.clients.get(event.clientId) : undefined;
	client?.postMessage({ kind: 'seen', path, seenAt });
}

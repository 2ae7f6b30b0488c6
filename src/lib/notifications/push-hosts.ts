/**
 * Where browsers have their push addresses. A push address is given by a visitor and called by the
 * server, so it must be one of these: `*.` stands for any name before it.
 */
const services = [
	{ host: 'fcm.googleapis.com', browsers: 'Chrome, Edge on Android and others of their kin' },
	{ host: '*.push.services.mozilla.com', browsers: 'Firefox' },
	{ host: '*.push.apple.com', browsers: 'Safari, and every browser on iOS' },
	{ host: '*.notify.windows.com', browsers: 'Edge on Windows' }
] as const;

type Allowed = {
	/** Hosts that the operator added. */
	more: readonly string[];
	/** Tests have a push service of their own on this machine, without https. */
	loopback: boolean;
};

/** Whether the server may send to `endpoint`. */
export function isPushAddress(endpoint: string, { more, loopback }: Allowed): boolean {
	let url: URL;
	try {
		url = new URL(endpoint);
	} catch {
		return false;
	}
	if (url.username || url.password) return false;
	const named = (host: string) => matches(url.hostname, host);
	if (url.protocol === 'http:') {
		return loopback && url.hostname === '127.0.0.1' && more.some(named);
	}
	if (url.protocol !== 'https:' || url.port !== '') return false;
	return services.some(({ host }) => named(host)) || more.some(named);
}

function matches(hostname: string, pattern: string): boolean {
	return pattern.startsWith('*.')
		? hostname.endsWith(pattern.slice(1)) && hostname.length > pattern.length - 1
		: hostname === pattern;
}

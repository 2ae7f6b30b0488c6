const always: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'x-frame-options': 'DENY',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(self), geolocation=(self), microphone=()'
};

/** Lets a page show pictures from these hosts, and from none besides. */
export function allowPictures(headers: Headers, hosts: readonly string[]): void {
	const policy = headers.get('content-security-policy');
	if (!policy || hosts.length === 0) return;
	headers.set(
		'content-security-policy',
		policy.replace(/(^|;\s*)img-src [^;]*/, (given) => `${given} ${hosts.join(' ')}`)
	);
}

export function setSecurityHeaders(headers: Headers, { https }: { https: boolean }): void {
	for (const [name, value] of Object.entries(always)) headers.set(name, value);
	if (https) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
	// a page may show what only this visitor sees; what is for all says so itself
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache');
}

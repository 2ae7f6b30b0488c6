import template from '../../../error.html?raw';
import type { Refusal } from '../refusal';

/** A refusal before any page was reached, in words. */
export function refusalPage({ status, message }: Refusal): Response {
	const html = template
		.replaceAll('%sveltekit.status%', String(status))
		.replaceAll('%sveltekit.error.message%', message);
	return new Response(html, {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy':
				"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
		}
	});
}

import type { TextSize } from '$lib/components/text-size';
import template from '../../../error.html?raw';
import type { Refusal } from '../refusal';

/** A refusal before any page was reached, in words. */
export function refusalPage({ status, message }: Refusal, size: TextSize): Response {
	const html = template
		.replaceAll('%sveltekit.status%', String(status))
		.replaceAll('%sveltekit.error.message%', message);
	return new Response(inSize(html, size), {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy':
				"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
		}
	});
}

/** The page with the size of text that its visitor chose. */
export const inSize = (html: string, size: TextSize): string =>
	size === 'standard' ? html : html.replace('<html ', `<html data-elder="${size}" `);

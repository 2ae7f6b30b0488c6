import { marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

/**
 * Markdown as the HTML that residents are shown: words, lists and links, and nothing that runs, frames,
 * loads or dresses up. Pictures are a poster's own and do not come from its words.
 */
export function posterHtml(markdown: string): string {
	const html = marked.parse(markdown, { async: false, gfm: true, breaks: true });
	return sanitizeHtml(html, {
		allowedTags: [
			'h2',
			'h3',
			'h4',
			'p',
			'br',
			'hr',
			'ul',
			'ol',
			'li',
			'strong',
			'em',
			'del',
			'blockquote',
			'a',
			'table',
			'thead',
			'tbody',
			'tr',
			'th',
			'td'
		],
		allowedAttributes: { a: ['href'], ol: ['start'] },
		allowedSchemes: ['https', 'http', 'tel', 'mailto'],
		allowProtocolRelative: false,
		// the page has one heading of the first rank, which is the title
		transformTags: { h1: 'h2' }
	});
}

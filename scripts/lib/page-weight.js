import { gzipSync } from 'node:zlib';
import { closure, endsWithOneOf } from './bundle.js';

const kilobyte = 1000;

/** Pages with a promise: JavaScript and CSS that a first visit loads, gzip, before and after a map opens. */
const promises = [
	{
		page: '/reports/new',
		file: '(public)/reports/new/+page.svelte',
		layout: '(public)/+layout.svelte'
	},
	{ page: '/reports', file: '(public)/reports/+page.svelte', layout: '(public)/+layout.svelte' },
	{ page: '/shifts', file: '(public)/shifts/+page.svelte', layout: '(public)/+layout.svelte' },
	{
		page: '/shifts/{code}',
		file: '(public)/shifts/[code]/+page.svelte',
		layout: '(public)/+layout.svelte'
	},
	...['on-site', 'check-in'].map((page) => ({
		page: `/shifts/{code}/${page}`,
		file: `(public)/shifts/[code]/${page}/+page.svelte`,
		layout: '(public)/+layout.svelte'
	})),
	{
		page: '/surveys/{slug}',
		file: '(public)/surveys/[slug]/+page.svelte',
		layout: '(public)/+layout.svelte'
	},
	{
		page: '/s/{token}',
		file: '(public)/s/[token]/+page.svelte',
		layout: '(public)/+layout.svelte'
	},
	{ page: '/stats', file: '(public)/stats/+page.svelte', layout: '(public)/+layout.svelte' },
	{ page: '/', file: '(public)/+page.svelte', layout: '(public)/+layout.svelte' }
];
const limit = 70 * kilobyte;
const limitWithMap = 150 * kilobyte;
/** What a page asks for when its map is opened; no page has them before. */
const map = ['src/lib/components/Map.svelte', 'src/lib/components/map/leaflet.ts'];
const shell = [
	'client-optimized/app.js',
	'runtime/client/entry.js',
	'src/routes/+layout.svelte',
	'src/routes/+error.svelte'
];

/**
 * Fails a build whose pages outgrew their promise.
 *
 * @returns {import('vite').Plugin}
 */
export function pageWeight() {
	return {
		name: 'page-weight',
		apply: 'build',
		writeBundle(_options, bundle) {
			if (this.environment.name !== 'client') return;
			const opened = closure(bundle, endsWithOneOf(map));
			if (opened.size === 0) this.error(`the map is not in ${map.join(', ')} any more`);
			for (const { page, file, layout } of promises) {
				const names = closure(
					bundle,
					endsWithOneOf([...shell, `src/routes/${layout}`, `src/routes/${file}`])
				);
				if (names.size === 0) continue;
				const first = weight(bundle, names);
				const withMap = weight(bundle, new Set([...names, ...opened]));
				const said = `${page}: ${inKilobytes(first)} KB of JavaScript and CSS (gzip), ${inKilobytes(withMap)} with its map`;
				if (first > limit) this.error(`${said}; ${limit / kilobyte} are promised.`);
				else if (withMap > limitWithMap) {
					this.error(`${said}; ${limitWithMap / kilobyte} are promised with it.`);
				} else this.info(said);
			}
		}
	};
}

/** @param {number} bytes */
const inKilobytes = (bytes) => (bytes / kilobyte).toFixed(1);

/**
 * @param {import('vite').Rollup.OutputBundle} bundle
 * @param {Set<string>} names
 */
function weight(bundle, names) {
	return [...names].reduce((sum, name) => sum + weigh(bundle[name]), 0);
}

/** @param {import('vite').Rollup.OutputAsset | import('vite').Rollup.OutputChunk | undefined} part */
function weigh(part) {
	if (!part) return 0;
	return gzipSync(part.type === 'chunk' ? part.code : part.source).length;
}

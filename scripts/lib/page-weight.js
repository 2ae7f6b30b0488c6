import { gzipSync } from 'node:zlib';

const kilobyte = 1000;

/** Pages with a promise: JavaScript and CSS that a first visit loads, gzip, before a map opens. */
const promises = [
	{
		page: '/reports/new',
		file: '(public)/reports/new/+page.svelte',
		layout: '(public)/+layout.svelte'
	},
	{ page: '/reports', file: '(public)/reports/+page.svelte', layout: '(public)/+layout.svelte' },
	{ page: '/', file: '(public)/+page.svelte', layout: '(public)/+layout.svelte' }
];
const limit = 70 * kilobyte;
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
			for (const { page, file, layout } of promises) {
				const names = closure(bundle, [...shell, `src/routes/${layout}`, `src/routes/${file}`]);
				if (names.size === 0) continue;
				const bytes = [...names].reduce((sum, name) => sum + weigh(bundle[name]), 0);
				const said = `${page}: ${(bytes / kilobyte).toFixed(1)} KB of JavaScript and CSS (gzip)`;
				if (bytes > limit) this.error(`${said}, more than the promised ${limit / kilobyte}.`);
				else this.info(said);
			}
		}
	};
}

/**
 * The chunks that hold the modules, all that they import at once, and their styles.
 *
 * @param {import('vite').Rollup.OutputBundle} bundle
 * @param {string[]} modules
 */
function closure(bundle, modules) {
	/** @type {Set<string>} */
	const names = new Set();
	/** @param {string} name */
	const add = (name) => {
		const chunk = bundle[name];
		if (!chunk || names.has(name)) return;
		names.add(name);
		if (chunk.type !== 'chunk') return;
		for (const imported of chunk.imports) add(imported);
		for (const css of chunk.viteMetadata?.importedCss ?? []) add(css);
	};
	for (const [name, chunk] of Object.entries(bundle)) {
		if (chunk.type !== 'chunk') continue;
		if (chunk.moduleIds.some((id) => modules.some((end) => id.endsWith(end)))) add(name);
	}
	return names;
}

/** @param {import('vite').Rollup.OutputAsset | import('vite').Rollup.OutputChunk | undefined} part */
function weigh(part) {
	if (!part) return 0;
	return gzipSync(part.type === 'chunk' ? part.code : part.source).length;
}

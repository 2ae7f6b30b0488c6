/**
 * The chunks that hold the modules, all that they import at once, and their styles.
 *
 * @param {import('vite').Rollup.OutputBundle} bundle
 * @param {(moduleId: string) => boolean} holds
 * @param {(chunk: import('vite').Rollup.OutputChunk) => string[]} [later] what is followed besides
 * @returns {Set<string>} file names
 */
export function closure(bundle, holds, later = () => []) {
	/** @type {Set<string>} */
	const names = new Set();
	/** @param {string} name */
	const add = (name) => {
		const chunk = bundle[name];
		if (!chunk || names.has(name)) return;
		names.add(name);
		if (chunk.type !== 'chunk') return;
		for (const imported of [...chunk.imports, ...later(chunk)]) add(imported);
		for (const css of chunk.viteMetadata?.importedCss ?? []) add(css);
	};
	for (const [name, chunk] of Object.entries(bundle)) {
		if (chunk.type === 'chunk' && chunk.moduleIds.some(holds)) add(name);
	}
	return names;
}

/** @param {string[]} ends */
export const endsWithOneOf = (ends) => (/** @type {string} */ id) =>
	ends.some((end) => id.endsWith(end));

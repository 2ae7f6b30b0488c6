import { closure } from './bundle.js';

/** The address at which the service worker finds the list. */
const fileName = '_app/kept-offline.json';

const residents =
	/src\/routes\/(\(public\)|\(me\)|\+)|client-optimized\/app\.js|runtime\/client\/entry\.js/;
/** Which imports everything there is, when it is its turn. */
const everything = /client-optimized\/app\.js/;
/** Big, and asked for by a tap: kept once it was used. */
const onRequest = /src\/lib\/photos\/detector\/|src\/lib\/components\/map\/leaflet\.ts/;

/**
 * Lists what a phone keeps to be of use without a network: the code and styles of the residents'
 * pages, also what those load later, and nothing of the staff's.
 *
 * @returns {import('vite').Plugin}
 */
export function keptOffline() {
	return {
		name: 'kept-offline',
		apply: 'build',
		generateBundle(_options, bundle) {
			if (this.environment.name !== 'client') return;
			const names = closure(
				bundle,
				(id) => residents.test(id),
				(chunk) => {
					if (chunk.moduleIds.some((id) => everything.test(id))) return [];
					return chunk.dynamicImports.filter((name) => {
						const later = bundle[name];
						return later?.type === 'chunk' && !later.moduleIds.some((id) => onRequest.test(id));
					});
				}
			);
			if (names.size === 0) return;
			const source = JSON.stringify([...names].map((name) => `/${name}`).sort());
			this.emitFile({ type: 'asset', fileName, source });
		}
	};
}

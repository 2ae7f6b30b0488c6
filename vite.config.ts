import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { keptOffline } from './scripts/lib/kept-offline.js';
import { pageWeight } from './scripts/lib/page-weight.js';
import { serverBundle } from './scripts/lib/server-bundle.js';

const tests = ['tests/{rules,server,http,faults}/**/*.test.ts', 'tests/*.test.ts'];
/** They put something of their own in the place of a module. */
const alone = ['tests/server/photo-store.test.ts'];

const everyResident = /preload-helper|\/app\/state\/|flags\/legacy|install\.svelte\.ts|town-base/;

export default defineConfig({
	plugins: [sveltekit(), serverBundle(), pageWeight(), keptOffline()],
	resolve: {
		// Only the detector of its package, as it is written (its types are in detector/face-api.d.ts), and in
		// the place of all of tfjs, which it asks for by this path, what it needs of that.
		alias: [
			{
				find: 'tiny-face-detector',
				replacement: '@vladmandic/face-api/src/tinyFaceDetector/TinyFaceDetector.ts'
			},
			{
				find: /^(\.\.\/)+dist\/tfjs\.esm$/,
				replacement: fileURLToPath(new URL('src/lib/photos/detector/tensors.ts', import.meta.url))
			}
		]
	},
	// the server's half runs on Node alone, where what is lowered is slow
	environments: {
		client: {
			build: {
				target: ['chrome80', 'safari13.1'],
				rolldownOptions: {
					output: {
						// What most pages need comes as one file, and the little that every page of a resident needs as
						// another: that is fewer requests for a phone, and packs better.
						codeSplitting: {
							groups: [
								{ name: 'most', minShareCount: 50 },
								{ name: 'residents', test: everyResident }
							]
						}
					}
				}
			}
		},
		ssr: { build: { target: 'node20.19' } }
	},
	build: {
		// The list of what each page needs, the office's too, is itself a part of every first visit. Styles
		// must be named there; scripts name their own, and the service worker has them before they are asked for.
		modulePreload: {
			resolveDependencies: (_, needed) => needed.filter((file) => file.endsWith('.css'))
		}
	},
	server: { host: '127.0.0.1' },
	test: {
		projects: [
			{ extends: true, test: { name: 'together', include: tests, exclude: alone, isolate: false } },
			{ extends: true, test: { name: 'alone', include: alone } }
		],
		globalSetup: 'tests/support/databases-folder.ts',
		// by itself vitest leaves one core idle
		maxWorkers: '100%',
		testTimeout: 20_000,
		hookTimeout: 60_000
	}
});

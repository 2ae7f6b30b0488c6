import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { pageWeight } from './scripts/lib/page-weight.js';

export default defineConfig({
	plugins: [sveltekit(), pageWeight()],
	build: { target: ['chrome80', 'safari13.1'] },
	server: { host: '127.0.0.1' },
	test: {
		include: ['tests/{rules,server,http,faults}/**/*.test.ts', 'tests/*.test.ts'],
		testTimeout: 20_000,
		hookTimeout: 60_000
	}
});

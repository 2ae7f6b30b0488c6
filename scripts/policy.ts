import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { matrixAsMarkdown } from '../src/lib/accounts/matrix';
import { script } from './lib/cli.js';

const USAGE = `
Usage: npm run policy

Writes docs/policy-matrix.md: who may do what, asked of the policy functions. Look at what changed in
it before you commit.
`;

const file = 'docs/policy-matrix.md';

await script(import.meta.url, USAGE, async () => {
	const options = await resolveConfig(file);
	writeFileSync(file, await format(matrixAsMarkdown(), { ...options, filepath: file }));
	process.stdout.write(`${file}\n`);
});

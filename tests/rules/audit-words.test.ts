import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { auditWords, personalDataActions } from '$lib/audit/words';

/** Every action that the code records by a name of its own. */
const recorded = new Set(
	readdirSync('src/lib/server', { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.flatMap((path) => [
			...readFileSync(`src/lib/server/${path}`, 'utf8').matchAll(
				/\brecord\(\s*\w+,\s*[\w.]+,\s*'(\w+)'/g
			)
		])
		.map(([, action]) => action!)
);

it('whoever reads the audit reads words, not names of the code', () => {
	expect(recorded.size).toBeGreaterThan(50);
	expect([...recorded].filter((action) => !(action in auditWords))).toEqual([]);
});

it('what reads personal data is recorded by the names that the audit page looks for', () => {
	expect(personalDataActions.filter((action) => !recorded.has(action))).toEqual([]);
});

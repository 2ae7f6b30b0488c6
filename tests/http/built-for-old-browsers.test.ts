import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type Token } from 'acorn';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/cli.js';
import { ensureBuilt } from '../../scripts/setup.js';

const client = join(ROOT, 'build', 'client');
const built = (ending: string) =>
	readdirSync(join(client, '_app'), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith(ending))
		.map((path) => ({ path, text: readFileSync(join(client, '_app', path), 'utf8') }));

beforeAll(async () => {
	await ensureBuilt();
}, 60_000);

describe('what is built for browsers of six years ago', () => {
	it('has scripts in the language of 2020', () => {
		const unread = built('.js').flatMap(({ path, text }) => {
			try {
				parse(text, { ecmaVersion: 2020, sourceType: 'module' });
				return [];
			} catch (problem) {
				return [`${path}: ${String(problem)}`];
			}
		});
		expect(built('.js').length).toBeGreaterThan(20);
		expect(unread).toEqual([]);
	});

	it('writes no BigInt, with which Safari 13 could not read the file', () => {
		const found = built('.js').flatMap(({ path, text }) => {
			const tokens: Token[] = [];
			parse(text, { ecmaVersion: 2020, sourceType: 'module', onToken: tokens });
			const isBig = ({ type, end }: Token) => type.label === 'num' && text[end - 1] === 'n';
			return tokens.some(isBig) ? [path] : [];
		});
		expect(found).toEqual([]);
	});

	it('has a warning in the language of 2009, for those that read no newer one', () => {
		const text = readFileSync(join(client, 'old-browser.js'), 'utf8');
		expect(() => parse(text, { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
	});

	it('has styles without what only newer browsers read, but for adornment', () => {
		const newer =
			/light-dark\(|oklch\(|color-mix\(|@layer|@container|@scope|\d[dsl]v[hw]\b|[{;](inset|translate|rotate|scale):|@media[^{]*\([a-z-]+ ?[<>]|[{;]\s*&/;
		const found = built('.css').flatMap(({ path, text }) => {
			const hit = newer.exec(text);
			return hit ? [`${path}: ${text.slice(Math.max(0, hit.index - 40), hit.index + 40)}`] : [];
		});
		expect(built('.css').length).toBeGreaterThan(5);
		expect(found).toEqual([]);
	});
});

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

type Import = {
	file: string;
	line: number;
	/** A path below src where it is ours, else the package's name. */
	target: string;
	ours: boolean;
	/** Erased by the compiler. */
	typeOnly: boolean;
	names: string[];
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
	.filter((path) => /\.(ts|js|svelte)$/.test(path))
	.map((path) => path.replaceAll('\\', '/'))
	.sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(src, file), 'utf8')]));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
	const text = texts.get(file) ?? '';
	const statement =
		/^[ \t]*(?:import|export)\s+(type\s+)?([^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)(?=(\.\w+)?)/gm;
	return [...text.matchAll(statement)].map((found) => {
		const [whole, type, clause = '', from, lazy] = found;
		const start = found.index + (/^\s*/.exec(whole)?.[0].length ?? 0);
		const names =
			/\{([^}]*)\}/
				.exec(clause)?.[1]
				?.split(',')
				.map((name) => name.trim()) ?? [];
		const given = names.filter(Boolean);
		const allTypes =
			given.length > 0 && /^\s*\{/.test(clause) && given.every((name) => name.startsWith('type '));
		const { target, ours } = locate(file, from ?? lazy ?? '');
		return {
			file,
			line: text.slice(0, start).split('\n').length,
			target,
			ours,
			typeOnly: type !== undefined || allTypes,
			names: given.map((name) =>
				name
					.split(' as ')
					.at(-1)!
					.replace(/^type /, '')
			)
		};
	});
}

function locate(file: string, specifier: string): { target: string; ours: boolean } {
	const [bare = ''] = specifier.split('?');
	const base = bare.startsWith('$lib')
		? join(src, 'lib', bare.slice('$lib'.length))
		: bare.startsWith('.')
			? resolve(src, dirname(file), bare)
			: null;
	if (base === null) return { target: bare, ours: false };
	if (bare.endsWith('/$types')) return { target: bare, ours: false };
	const path = ['', '.ts', '.js', '/index.ts']
		.map((ending) => base + ending)
		.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
	if (path === undefined) throw new Error(`${file} imports ${specifier}, which is not there`);
	return { target: relative(src, path).replaceAll('\\', '/'), ours: true };
}

/** The first folder below lib/ or lib/server/: the domain, or one of the helpers. */
const folderOf = (path: string) => /^lib\/(?:server\/)?([^/.]+)/.exec(path)?.[1] ?? '';
const inServer = (path: string) => path.startsWith('lib/server/');
const helpers = ['components', 'photos', 'offline', 'time', 'server'];
const domains = readdirSync(join(src, 'lib'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !helpers.includes(entry.name))
	.map(({ name }) => name);
const isDomain = (path: string) => !inServer(path) && domains.includes(folderOf(path));
const isRules = (path: string) => isDomain(path) && /\.(ts|json)$/.test(path);
const isHelper = (path: string, ...names: string[]) =>
	!inServer(path) && names.includes(folderOf(path));
const isTables = (path: string) => inServer(path) && /(^|\/)schema\.ts$/.test(path);
const isKit = (target: string) => /^(@sveltejs\/kit|\$app\/|\$env\/)/.test(target);
const isSvelte = (target: string) => /^svelte(\/|$)|\.svelte(\.ts)?$/.test(target);
const isDrizzle = (target: string) => /^(drizzle-orm|@libsql|libsql)(\/|$)/.test(target);
const isNode = (target: string) => target.startsWith('node:');

/** The imports that break a rule, as `file:line target`. */
const breaches = (among: (file: string) => boolean, allowed: (found: Import) => boolean) =>
	imports
		.filter((found) => among(found.file) && !allowed(found))
		.map(({ file, line, target }) => `src/${file}:${line} imports ${target}`);

/** The lines that break a rule, as `file:line text`. */
const linesWith = (among: (file: string) => boolean, forbidden: RegExp) =>
	files.filter(among).flatMap((file) =>
		(texts.get(file) ?? '').split('\n').flatMap((text, i) => {
			return forbidden.test(text) ? [`src/${file}:${i + 1} ${text.trim()}`] : [];
		})
	);

it('the imports are found', () => {
	expect(imports.length).toBeGreaterThan(300);
	expect(domains).toEqual(expect.arrayContaining(['accounts', 'places', 'reports']));
	expect(
		imports.find(({ file, target }) => file === 'lib/server/db.ts' && target === 'drizzle-orm')
	).toMatchObject({ typeOnly: false, names: ['sql'] });
	expect(
		imports.find(
			({ file, target }) => file === 'lib/reports/policy.ts' && target === 'lib/accounts/roles.ts'
		)
	).toMatchObject({ typeOnly: true, names: ['Actor'] });
	expect(
		imports.filter(({ file, target }) => file.endsWith('.svelte') && target.startsWith('lib/'))
			.length
	).toBeGreaterThan(50);
});

describe('1. the rules of a domain', () => {
	const rules = (file: string) => isDomain(file) && file.endsWith('.ts');
	// pure calculation, as valibot is
	const calculating = [
		'valibot',
		'gcoord',
		'@oslojs/otp',
		'@oslojs/encoding',
		'jssha/sha1',
		'rfc4648',
		'jstat',
		'd3-scale'
	];

	it('import rules, the calendar, the geometry of masks, and valibot', () => {
		expect(
			breaches(
				rules,
				({ target, ours, typeOnly }) =>
					isRules(target) ||
					isHelper(target, 'time') ||
					target === 'lib/photos/mask.ts' ||
					calculating.includes(target) ||
					(typeOnly && !ours && !isSvelte(target) && !isKit(target) && !isDrizzle(target))
			)
		).toEqual([]);
	});

	it('read no clock, no chance, no network and no environment', () => {
		const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|\bfetch\(|process\.env|crypto\.get/;
		expect(linesWith((file) => rules(file) || isHelper(file, 'time'), impure)).toEqual([]);
	});

	it('lean on a calendar that leans on no domain', () => {
		expect(
			breaches(
				(file) => isHelper(file, 'time'),
				({ target }) => isHelper(target, 'time') || target === 'chinese-days'
			)
		).toEqual([]);
	});
});

describe('2. the components of a domain', () => {
	it('import their own folder, rules, and what is common', () => {
		expect(
			breaches(
				(file) => isDomain(file) && file.endsWith('.svelte'),
				({ file, target, ours, typeOnly }) =>
					(isDomain(target) && folderOf(target) === folderOf(file)) ||
					isRules(target) ||
					isHelper(target, 'components', 'photos', 'offline', 'time') ||
					(!ours && (isSvelte(target) || target.startsWith('$app/') || typeOnly))
			)
		).toEqual([]);
	});
});

describe('3. what is common to all domains', () => {
	it.each([
		['components', ['components', 'time']],
		['photos', ['photos', 'components']],
		['offline', ['offline']]
	])('lib/%s knows no domain and no server', (name, common) => {
		expect(
			breaches(
				(file) => isHelper(file, name),
				({ target, ours }) =>
					ours ? isHelper(target, ...common) : !isNode(target) && !isDrizzle(target)
			)
		).toEqual([]);
	});
});

describe('4. the storage of a domain', () => {
	it('takes the tables of another for a foreign key or to read, and never writes them', () => {
		const foreign = imports.filter(
			({ file, target }) =>
				inServer(file) &&
				isTables(target) &&
				folderOf(target) !== folderOf(file) &&
				file !== 'lib/server/schema.ts'
		);
		expect(foreign.length).toBeGreaterThan(3);
		const writes = foreign.flatMap(({ file, names }) =>
			linesWith(
				(other) => other === file,
				new RegExp(`\\.(insert|update|delete)\\((${names.join('|')})\\b`)
			)
		);
		expect(writes).toEqual([]);
	});

	it('writes no table of another in SQL of its own', () => {
		const tables: Record<string, RegExp> = {
			accounts: /\b(INTO|UPDATE|FROM)\s+(accounts|sessions|login_codes|sign_in_failures)\b/,
			audit: /\b(INTO|UPDATE|FROM)\s+audit_log\b/,
			notifications: /\b(INTO|UPDATE|FROM)\s+inbox\b/
		};
		const writes = Object.entries(tables).flatMap(([owner, table]) =>
			linesWith((file) => inServer(file) && folderOf(file) !== owner, table)
		);
		expect(writes).toEqual([]);
	});

	/** Plain functions from words to a drawing. */
	const drawings = ['lib/components/qr.ts'];

	it('knows neither Kit nor Svelte nor components, but for server/http, which joins it to them', () => {
		expect(
			breaches(
				(file) => inServer(file) && folderOf(file) !== 'http',
				({ target, ours }) =>
					!isKit(target) &&
					!isSvelte(target) &&
					(!ours || drawings.includes(target) || !isHelper(target, 'components', 'offline'))
			)
		).toEqual([]);
	});

	it('knows nothing of the one live set, of HTTP or of the routes', () => {
		const above = /^(lib\/server\/(app\.ts|http\/)|routes\/)/;
		expect(
			breaches(
				(file) => inServer(file) && folderOf(file) !== 'http',
				({ target }) => !above.test(target)
			)
		).toEqual([]);
	});

	it('reads no clock: the time is given', () => {
		const storage = (file: string) =>
			inServer(file) &&
			// the live set is where the clock is; Lucia's adapter has to agree with Lucia, which reads it
			!['lib/server/app.ts', 'lib/server/accounts/sessions.ts'].includes(file) &&
			!['http', 'photos'].includes(folderOf(file));
		expect(linesWith(storage, /\bDate\.now\(|new Date\(\)/)).toEqual([]);
	});
});

describe('5. the ground that all stand on', () => {
	const ground = [
		'audit',
		'db',
		'refusal',
		'config',
		'secrets',
		'local-client',
		'sealing',
		'log',
		'sender',
		'map-base'
	];

	it('imports no domain, but for types', () => {
		expect(
			breaches(
				(file) => inServer(file) && ground.includes(folderOf(file)),
				({ target, ours, typeOnly }) =>
					!ours || typeOnly || (inServer(target) && ground.includes(folderOf(target)))
			)
		).toEqual([]);
	});
});

describe('6. the routes', () => {
	const routes = (file: string) => file.startsWith('routes/') || /^hooks\./.test(file);

	it('import neither drizzle nor a table', () => {
		expect(routes('hooks.server.ts') && files.filter(routes).length > 20).toBe(true);
		expect(breaches(routes, ({ target }) => !isDrizzle(target) && !isTables(target))).toEqual([]);
	});

	it('are imported by nothing but routes', () => {
		expect(
			breaches(
				(file) => !file.startsWith('routes/'),
				({ target }) => !target.startsWith('routes/')
			)
		).toEqual([]);
	});
});

describe('7. circles', () => {
	it('are not there, but for types, which the compiler erases', () => {
		const edges = new Map<string, Import[]>();
		for (const found of imports) {
			if (!found.ours || found.typeOnly) continue;
			edges.set(found.file, [...(edges.get(found.file) ?? []), found]);
		}
		const done = new Set<string>();
		const circles: string[] = [];
		const walk = (file: string, path: Import[]) => {
			const back = path.findIndex((found) => found.file === file);
			if (back >= 0) {
				const round = path.slice(back).map((found) => `src/${found.file}:${found.line}`);
				circles.push([...round, `src/${file}`].join(' → '));
				return;
			}
			if (done.has(file)) return;
			for (const found of edges.get(file) ?? []) walk(found.target, [...path, found]);
			done.add(file);
		};
		for (const file of files) walk(file, []);
		expect(circles).toEqual([]);
	});
});

describe('8. what unfolds', () => {
	it('says by opened() when it is open, so that it stays as the visitor has it', () => {
		const plain = [...texts].filter(([, text]) => /<details\b[^<]*?\sopen=/.test(text));
		expect(plain.map(([file]) => file)).toEqual([]);
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server';
import { prepareBusyTown } from '../support/town';

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareBusyTown(dir) });
}, 120_000);
afterAll(() => server?.stop());

const html = async (path: string) => (await fetch(server.origin + path)).text();
const pictures = (page: string) => [...page.matchAll(/<img\b[^>]*>/g)].map(([tag]) => tag);
const attribute = (tag: string, name: string) =>
	new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

/** A report with pictures from before and after. */
async function publicReport() {
	const codes = [...(await html('/reports?step=5')).matchAll(/\/reports\/(\w{4}-\w{4})"/g)];
	for (const [, code] of codes) {
		const path = `/reports/${code}`;
		if (pictures(await html(path)).length > 1) return path;
	}
	throw new Error('no released report has pictures');
}

describe('the pictures of a public page', () => {
	it('say their size and what they show, and wait when they are below the fold', async () => {
		const seen: string[] = [];
		for (const path of [
			'/',
			'/reports',
			'/reports/new',
			'/about',
			'/login',
			await publicReport()
		]) {
			for (const [i, tag] of pictures(await html(path)).entries()) {
				seen.push(path);
				expect(Number(attribute(tag, 'width')), `${path}: ${tag}`).toBeGreaterThan(0);
				expect(Number(attribute(tag, 'height')), `${path}: ${tag}`).toBeGreaterThan(0);
				expect(attribute(tag, 'alt'), `${path}: ${tag}`).toBeDefined();
				if (i >= 3) expect(attribute(tag, 'loading'), `${path}: ${tag}`).toBe('lazy');
			}
		}
		expect(new Set(seen).size).toBeGreaterThanOrEqual(3);
		expect(seen.filter((path) => path === '/reports').length).toBeGreaterThan(3);
	});

	it('are WebP where that is accepted, JPEG elsewhere, and caches are told so', async () => {
		const [tag = ''] = pictures(await html('/reports'));
		const ask = (accept: string) =>
			fetch(server.origin + attribute(tag, 'src'), { headers: { accept } });
		const modern = await ask('image/avif,image/webp,image/*,*/*;q=0.8');
		const old = await ask('image/png,image/*;q=0.8');
		expect(modern.headers.get('content-type')).toBe('image/webp');
		expect(old.headers.get('content-type')).toBe('image/jpeg');
		for (const answer of [modern, old]) expect(answer.headers.get('vary')).toMatch(/accept/i);
		const [small, large] = [await modern.arrayBuffer(), await old.arrayBuffer()];
		expect(small.byteLength).toBeLessThan(large.byteLength);
	});

	it('come in the width that the screen needs', async () => {
		const [tag = ''] = pictures(await html(await publicReport()));
		const offered = attribute(tag, 'srcset')?.split(', ') ?? [];
		expect(offered.map((one) => one.split(' ')[1])).toEqual([
			'320w',
			'640w',
			`${attribute(tag, 'width')}w`
		]);
		const sizes = await Promise.all(
			offered.map(async (one) => {
				const answer = await fetch(server.origin + one.split(' ')[0]);
				expect(answer.status).toBe(200);
				return (await answer.arrayBuffer()).byteLength;
			})
		);
		expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
	});
});

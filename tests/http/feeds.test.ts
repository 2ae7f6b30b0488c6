import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../support/client';
import { road } from '../support/road';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;
/** Released: one issue, one of conduct. Not released: one more issue. */
let codes: { issue: string; conduct: string; hidden: string };
const hostile = '路边<b>垃圾</b> & ]]> "堆" <script>';

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir) });
	const { reported } = road(server.origin);
	codes = {
		issue: await reported(undefined, { description: hostile }),
		conduct: await reported(undefined, { category: 'conduct.dog', description: '狗没牵绳' }),
		hidden: await reported(undefined, { description: '还没有公开的话' })
	};
	await release(codes.issue, hostile);
	await release(codes.conduct, '遛狗未牵绳');
});
afterAll(() => server?.stop());

const visitor = () => client(server.origin);

async function release(code: string, description: string) {
	const moderator = await visitor().signIn('moderator');
	const desk = await (await moderator.get(`/admin/reports/${code}`)).text();
	const photo = /\/photos\/([\w-]+)\/original/.exec(desk)?.[1];
	await moderator.post(`/admin/reports/${code}?/photo`, { key: photo!, how: 'as_is' });
	await moderator.post(`/admin/reports/${code}?/release`, { description });
}

async function feed(query = '', kind = 'atom') {
	const answer = await visitor().get(`/reports/feed.${kind}${query}`);
	return { answer, text: await answer.text() };
}

describe.each(['atom', 'rss'])('the feed as %s', (kind) => {
	it('holds what was released, with absolute addresses, and nothing else', async () => {
		const { answer, text } = await feed('', kind);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe(`application/${kind}+xml; charset=utf-8`);
		expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
		expect(text).toContain(`${server.origin}/reports/${codes.issue}`);
		expect(text).toContain(`${server.origin}/reports/${codes.conduct}`);
		expect(text).not.toContain(codes.hidden);
		expect(text).not.toContain('还没有公开');
		expect(text.match(/<(entry|item)>/g)).toHaveLength(2);
	});

	it('says what people wrote as text, never as markup', async () => {
		const { text } = await feed('', kind);
		expect(text).toContain('&lt;b&gt;垃圾&lt;/b&gt; &amp; ]]&gt;');
		expect(text).not.toContain('<script>');
	});

	it('follows one category, and one grid', async () => {
		const { text: conduct } = await feed('?group=conduct', kind);
		expect(conduct).toContain(codes.conduct);
		expect(conduct).not.toContain(codes.issue);
		const ledger = await (await visitor().get('/reports')).text();
		const select = /<select name="grid".*?<\/select>/s.exec(ledger)?.[0] ?? '';
		const grids = [...select.matchAll(/value="([^"]+)"/g)].map(([, code]) => code!);
		const holding = [];
		for (const code of grids) {
			const { text } = await feed(`?grid=${code}&group=`, kind);
			if (text.includes(codes.issue)) holding.push(code);
		}
		expect(grids.length).toBeGreaterThan(3);
		expect(holding).toHaveLength(1);
		const { text: elsewhere } = await feed(`?group=facility&grid=${holding[0]}`, kind);
		expect(elsewhere).not.toContain(codes.issue);
	});
});

describe('conduct', () => {
	it('is dated to the day alone', async () => {
		const { text } = await feed('?group=conduct');
		const dates = [...text.matchAll(/<(published|updated)>([^<]+)</g)].map(([, , date]) => date);
		expect(dates.length).toBeGreaterThanOrEqual(3);
		for (const date of dates) expect(date).toMatch(/T16:00:00(\.000)?Z$/);
		const rss = (await feed('?group=conduct', 'rss')).text;
		expect(/<pubDate>([^<]+)</.exec(rss)?.[1]).toMatch(/16:00:00 GMT$/);
	});
});

describe('a reader that comes again', () => {
	it('is told that nothing changed, until it did', async () => {
		const { answer } = await feed();
		const etag = answer.headers.get('etag') ?? '';
		const again = await visitor().get('/reports/feed.atom', { 'if-none-match': etag });
		expect([again.status, await again.text()]).toEqual([304, '']);
		const weak = await visitor().get('/reports/feed.atom', { 'if-none-match': `"x", W/${etag}` });
		expect(weak.status).toBe(304);

		const moderator = await visitor().signIn('moderator');
		await moderator.post(`/admin/reports/${codes.conduct}?/withdraw`, {});
		const changed = await visitor().get('/reports/feed.atom', { 'if-none-match': etag });
		expect(changed.status).toBe(200);
		expect(await changed.text()).not.toContain(codes.conduct);
	});
});

describe('a feed of what is not there', () => {
	it.each([
		['?grid=nowhere', 404],
		['?group=nothing', 400]
	])('%s answers %i in words', async (query, status) => {
		const { answer, text } = await feed(query);
		expect(answer.status).toBe(status);
		expect(JSON.parse(text).message).toMatch(/^没有这个/);
	});

	it('of a grid without reports is empty', async () => {
		const { text } = await feed('?group=facility');
		expect(text).toContain('<feed');
		expect(text).not.toContain('<entry>');
	});
});

describe('the page of the ledger', () => {
	it('names the feeds of what it shows', async () => {
		const html = await (await visitor().get('/reports?group=conduct')).text();
		for (const kind of ['atom', 'rss']) {
			expect(html).toMatch(
				new RegExp(`<link rel="alternate"[^>]*href="[^"]*feed\\.${kind}\\?group=conduct`)
			);
		}
	});
});

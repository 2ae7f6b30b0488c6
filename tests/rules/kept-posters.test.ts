import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepPosters, type KeepPostersMessage } from '$lib/offline/poster-pages';

const origin = 'https://town.example';
const hourMs = 3_600_000;
let now: number;
/** Of the network: path → bytes, or null where there is no such page; undefined is no network at all. */
let town: Map<string, number | null>;
let asked: string[];
/** What the phone keeps of pages. */
let phone: Map<string, Response>;

const url = (path: RequestInfo | URL) => new URL(path instanceof Request ? path.url : path, origin);
const cache = {
	match: async (path: RequestInfo | URL) => phone.get(url(path).href)?.clone(),
	put: async (path: RequestInfo | URL, page: Response) => void phone.set(url(path).href, page),
	delete: async (path: RequestInfo | URL) => phone.delete(url(path).href),
	keys: async () => [...phone.keys()].map((href) => new Request(href))
};

beforeEach(() => {
	now = Date.parse('2026-01-05T08:00:00+08:00');
	asked = [];
	phone = new Map();
	vi.stubGlobal('location', { origin });
	vi.stubGlobal('caches', { open: async () => cache });
	vi.spyOn(Date, 'now').mockImplementation(() => now);
	vi.stubGlobal('fetch', async (path: string, { headers }: { headers: { purpose: string } }) => {
		const bytes = town.get(path);
		if (bytes === undefined) throw new TypeError('no network');
		asked.push(`${headers.purpose} ${path}`);
		return new Response('x'.repeat(bytes ?? 0), { status: bytes === null ? 404 : 200 });
	});
	return () => {
		vi.unstubAllGlobals();
		vi.restoreAllMocks();
	};
});

const poster = (n: number) => ({ path: `/posters/p${n}`, picture: `/posters/p${n}/picture?w=640` });
const posters = (many: number) => Array.from({ length: many }, (_, n) => poster(n));
const pictures: string[] = [];
const look = async (message: Partial<KeepPostersMessage>, pictureBytes = 1000) => {
	asked.length = 0;
	pictures.length = 0;
	await keepPosters(
		{ kind: 'keep posters', posters: [], all: true, ...message },
		'pages',
		'code',
		async (address) => {
			pictures.push(address);
			return new Response('', { headers: { 'content-length': String(pictureBytes) } });
		}
	);
};
const kept = () => [...phone.keys()].map((href) => new URL(href).pathname);
const townOf = (many: number, bytes = 1000) =>
	new Map<string, number | null>([
		['/posters', bytes],
		...posters(many).map(({ path }) => [path, bytes] as const)
	]);

describe('a look at the list of posters', () => {
	it('keeps it and each of them, and says that nobody reads them', async () => {
		town = townOf(2);
		await look({ posters: posters(2) });
		expect(kept()).toEqual(['/posters', '/posters/p0', '/posters/p1']);
		expect(asked).toEqual(
			['/posters', '/posters/p0', '/posters/p1'].map((path) => `prefetch ${path}`)
		);
		expect(pictures).toHaveLength(2);
	});

	it('fetches the posters again after six hours, the list after minutes', async () => {
		town = townOf(1);
		await look({ posters: posters(1) });
		now += hourMs;
		await look({ posters: posters(1) });
		expect(asked).toEqual(['prefetch /posters']);
		now += 6 * hourMs;
		await look({ posters: posters(1) });
		expect(asked).toHaveLength(2);
	});

	it('is bounded in number and in bytes, pictures counted', async () => {
		town = townOf(40);
		await look({ posters: posters(40) });
		expect(kept()).toHaveLength(1 + 24);
		phone.clear();
		await look({ posters: posters(20) }, 1_000_000);
		expect(pictures).toHaveLength(4);
		phone.clear();
		town = townOf(20, 1_000_000);
		await look({ posters: posters(20) });
		expect(kept()).toHaveLength(4);
	});

	it('lets go of what is shown no more, and of nothing else', async () => {
		town = townOf(3);
		await look({ posters: posters(3) });
		await cache.put('/posters/p2/__data.json', new Response('data'));
		await cache.put('/posters/sites/7K3F-9QXM', new Response('a site'));
		await cache.put('/reports', new Response('the ledger'));
		await look({ posters: posters(2) });
		expect(kept()).toEqual([
			...['/posters', '/posters/p0', '/posters/p1'],
			...['/posters/sites/7K3F-9QXM', '/reports']
		]);
	});

	it('of one theme alone lets go of nothing that was kept this month', async () => {
		town = townOf(3);
		await look({ posters: posters(3) });
		await look({ posters: [poster(1)], all: false });
		expect(kept()).toHaveLength(4);
		now += 31 * 24 * hourMs;
		await look({ posters: [poster(1)], all: false });
		expect(kept()).toEqual(['/posters', '/posters/p1']);
	});

	it('does not keep what is taken down meanwhile, and leaves what is kept without a network', async () => {
		town = townOf(2);
		await look({ posters: posters(2) });
		now += 7 * hourMs;
		town.set('/posters/p0', null);
		await look({ posters: posters(2) });
		expect(kept()).toEqual(['/posters', '/posters/p1']);
		now += 7 * hourMs;
		town = new Map();
		await look({ posters: posters(2) });
		expect(asked).toEqual([]);
		expect(kept()).toEqual(['/posters', '/posters/p1']);
	});

	it('fetches no page but posters, whatever a page asks for', async () => {
		town = new Map([
			['/posters', 10],
			['/admin', 10]
		]);
		await look({
			posters: [
				{ path: '/admin', picture: null },
				{ path: 'https://elsewhere.example/posters/x', picture: null }
			]
		});
		expect(kept()).toEqual(['/posters']);
	});
});

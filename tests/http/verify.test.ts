import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, type Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';
import { prepareServed } from '../support/town';

let server: TestServer;
/** Of a certificate that was issued. */
let code: string;

beforeAll(async () => {
	server = await startServer({ seed: prepareServed });
	code = await issued();
}, 60_000);
afterAll(() => server?.stop());

const visitor = (): Client => client(server.origin);
const html = { accept: 'text/html' };

async function issued(): Promise<string> {
	const office = await visitor().signIn('moderator');
	await office.post('/admin/shifts/hours?/issuer', {
		...{ office: '某某市文明办', responsible: '甲' },
		...{ handler: '乙', contact: '0000-1234567' }
	});
	const resident = await visitor().signIn('resident');
	const made = await resident.post('/me/hours/certificates?/issue', {
		...{ from: '2020-01-01', to: new Date().toISOString().slice(0, 10) }
	});
	return made.headers.get('location')!.split('/').at(-1)!;
}

describe('a certificate', () => {
	it('is verified by anyone, by its code as people type it, and found by no machine', async () => {
		const found = await visitor().get(`/verify/${code}`, html);
		expect(found.status).toBe(200);
		expect(found.headers.get('x-robots-tag')).toBe('noindex');
		expect(found.headers.get('cache-control')).toBe('private, no-cache');
		expect(await found.text()).toContain('证明真实，现在有效');
		const typed = code.toLowerCase().replace('-', ' ');
		const led = await visitor().get(`/verify?code=${encodeURIComponent(typed)}`, html);
		expect([led.status, led.headers.get('location')]).toEqual([303, `/verify/${code}`]);
	});

	it.each(['0000-0000', 'x', "'%20OR%201=1--", '%3Cscript%3E', '9'.repeat(300)])(
		'is none at %s, and nothing of what was asked is said back as markup',
		async (asked) => {
			const answer = await visitor().get(`/verify/${asked}`, html);
			expect(answer.status).toBe(404);
			const text = await answer.text();
			expect(text).toContain('没有查到这份证明');
			expect(text).not.toMatch(/<script>\s*<|OR 1=1/);
		}
	);

	it('is not found by guessing: after so many wrong codes a network waits, also with a right one', async () => {
		const statuses: number[] = [];
		for (let n = 0; n < 130 && statuses.at(-1) !== 429; n++) {
			const guess = `00${String(n).padStart(2, '0').slice(-2)}-${String(1000 + n)}`;
			// as a page and as its data: both are looks
			const path = n % 2 ? `/verify/${guess}` : `/verify/${guess}/__data.json`;
			// a name that the guesser chooses counts for nothing
			statuses.push((await visitor().get(path, { 'x-forwarded-for': `10.1.1.${n}` })).status);
		}
		expect(statuses.length).toBeGreaterThan(60);
		expect(statuses.length).toBeLessThanOrEqual(121);
		expect(statuses.at(-1)).toBe(429);
		const right = await visitor().get(`/verify/${code}`, html);
		expect(right.status).toBe(429);
		const text = await right.text();
		expect(text).toMatch(/这个网络查验得太频繁，请 \d+ 分钟后再试/);
		expect(text).not.toContain('证明真实');
		// and everything else goes on
		expect((await visitor().get('/', html)).status).toBe(200);
	});
});

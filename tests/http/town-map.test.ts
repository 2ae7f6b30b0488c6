import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, type Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';
import { prepareBusyTown } from '../support/town';

let server: TestServer;
let moderator: Client;

beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareBusyTown(dir) });
	moderator = await client(server.origin).signIn('moderator');
}, 120_000);
afterAll(() => server?.stop());

const window = 'bbox=118.7,35.5,119,35.7&zoom=13';
const at = (query: string) => `/api/map/cases?${query}`;

describe('the office’s map of cases', () => {
	it('is not for guests', async () => {
		expect((await client(server.origin).get(at(window))).status).toBe(401);
	});

	it.each(['resident', 'unit', 'checker', 'admin'])('is not for %s', async (name) => {
		const visitor = await client(server.origin).signIn(name);
		expect((await visitor.get(at(window))).status).toBe(403);
		expect((await visitor.get('/admin/map', { accept: 'text/html' })).status).toBe(403);
	});

	it('is for moderators and supervisors, and for no cache', async () => {
		const supervisor = await client(server.origin).signIn('supervisor');
		for (const who of [moderator, supervisor]) {
			const answer = await who.get(at(window));
			expect(answer.status).toBe(200);
			expect(answer.headers.get('cache-control')).toBe('private, no-store');
			const { features } = await answer.json();
			expect(features.length).toBeGreaterThan(0);
			expect(features.length).toBeLessThanOrEqual(500);
		}
	});

	it.each(['lamps', 'heat', 'grids'])('shows at most 500 features of %s', async (layer) => {
		for (const zoom of [0, 9, 13, 18, 22]) {
			const answer = await moderator.get(at(`bbox=70,3,140,55&zoom=${zoom}&layer=${layer}`));
			const { features } = await answer.json();
			expect(features.length).toBeGreaterThan(0);
			expect(features.length).toBeLessThanOrEqual(500);
		}
	});

	it.each([
		['zoom=13', 'bbox'],
		['bbox=1,2,3&zoom=13', 'bbox'],
		['bbox=119,35,118,36&zoom=13', 'bbox'],
		['bbox=a,b,c,d&zoom=13', 'bbox'],
		['bbox=118.7,35.5,119,35.7', 'zoom'],
		['bbox=118.7,35.5,119,35.7&zoom=99', 'zoom'],
		[`${window}&layer=rain`, 'layer'],
		[`${window}&group=nothing`, 'group'],
		[`${window}&layer=heat&day=1999-01-01`, null]
	])('refuses %s', async (query, field) => {
		const answer = await moderator.get(at(query));
		expect(answer.status).toBe(400);
		const said = await answer.json();
		expect(said.reason).toBe('invalid');
		if (field) expect(Object.keys(said.fields)).toEqual([field]);
	});
});

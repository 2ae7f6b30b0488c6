import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, newKey, soundReport, type Client } from '../support/client';
import { startServer, type TestServer } from '../support/server';
import { prepareTown } from '../support/town';

let server: TestServer;
beforeAll(async () => {
	server = await startServer({ seed: (dir) => prepareTown(dir) });
}, 120_000);
afterAll(() => server?.stop());

const as = (tag: string) => ({ 'tongxing-as': tag });

/** The tag that the pages of a signed-in person carry. */
async function tagOf(person: Client): Promise<string> {
	const page = await (await person.get('/about')).text();
	const tag = /tag:"([\w-]{12})"/.exec(page)?.[1];
	if (!tag) throw new Error('the page carries no tag');
	return tag;
}

const put = async (by: Client, key: string, tag: string) => {
	const response = await by.put(`/api/reports/${key}`, soundReport(), as(tag));
	const said = (await response.json()) as { code?: string; message?: string };
	return { status: response.status, ...said };
};

describe('a report that waited on a phone', () => {
	it('is the account’s that wrote it, while that is signed in', async () => {
		const resident = await client(server.origin).signIn('resident');
		const sent = await put(resident, newKey(), await tagOf(resident));
		expect(sent).toMatchObject({ status: 201 });
		expect(sent).not.toHaveProperty('claim');
		expect(await (await resident.get('/me')).text()).toContain(String(sent.code));
	});

	it('stays a guest’s when someone has signed in since', async () => {
		const resident = await client(server.origin).signIn('resident');
		const sent = await put(resident, newKey(), 'guest');
		expect(sent).toMatchObject({ status: 201, claim: expect.any(String) });
		const other = await client(server.origin).signIn('resident');
		expect(await (await other.get('/me')).text()).not.toContain(String(sent.code));
	});

	it.each([
		['someone else has signed in since', () => client(server.origin).signIn('moderator')],
		['nobody is signed in any more', async () => client(server.origin)]
	])('is refused when %s, and can be sent once the right one is back', async (_, whoever) => {
		const resident = await client(server.origin).signIn('resident');
		const tag = await tagOf(resident);
		const key = newKey();
		const refused = await put(await whoever(), key, tag);
		expect(refused).toMatchObject({ status: 401, reason: 'unauthenticated' });
		expect(refused.message).toContain('同一个账号');
		expect(await put(resident, key, tag)).toMatchObject({ status: 201 });
	});

	it('of nobody can be told from the tag', async () => {
		const tags = await Promise.all(
			['resident', 'resident', 'moderator'].map(async (name) =>
				tagOf(await client(server.origin).signIn(name))
			)
		);
		expect(tags[0]).toBe(tags[1]);
		expect(tags[0]).not.toBe(tags[2]);
	});
});

describe('a photo shared by another app, where no service worker took it', () => {
	it('leads to the form, which asks for it again', async () => {
		const response = await client(server.origin).post(
			'/reports/new/shared',
			// as large as a camera makes them
			{ photos: new Blob([new Uint8Array(500 * 1024)]) },
			{ origin: 'null' }
		);
		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe('/reports/new?shared=lost');
	});
});

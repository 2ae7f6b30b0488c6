import {
	test as base,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page
} from '@playwright/test';
import { startServer, type StartOptions, type TestServer } from './server';
import { prepareBusyTown, prepareTown } from './town';

export { expect };

const HERE: BrowserContextOptions = {
	locale: 'zh-CN',
	timezoneId: 'Asia/Shanghai',
	geolocation: { longitude: 118.836, latitude: 35.581 },
	permissions: ['geolocation'],
	// what it keeps would stand between a test and the server; the offline tests let it in
	serviceWorkers: 'block'
};
const PHONE: BrowserContextOptions = {
	...HERE,
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	isMobile: true
};

const DEVICES = {
	phone: PHONE,
	desk: { ...HERE, viewport: { width: 1280, height: 800 } },
	noScript: { ...PHONE, javaScriptEnabled: false }
} satisfies Record<string, BrowserContextOptions>;

type Device = keyof typeof DEVICES;

export type Fixtures = {
	/** A page on a browser of its own, so that several people can be at work in one test. */
	open: (device: Device, options?: BrowserContextOptions) => Promise<Page>;
	phone: Page;
	desk: Page;
	/** A phone whose browser runs no script. */
	noScript: Page;
	/** What the browsers complained about. What is left at the end of a test fails it. */
	complaints: Complaints;
	/** How the server is started. Files with the same `test` and none of their own share it. */
	startOptions: StartOptions;
	server: TestServer;
};

export type WorkerFixtures = {
	towns: Towns;
};

/**
 * The servers of one worker, which with its browser lives through all files: what several files start
 * in the same way is there until the end, what is one file's own until the next such file. Only the
 * one whose turn it is runs.
 */
class Towns {
	readonly #shared = new Map<StartOptions, Promise<TestServer>>();
	#own: { options: StartOptions; server: Promise<TestServer> } | null = null;
	#running: TestServer | null = null;

	async serverOf(options: StartOptions): Promise<TestServer> {
		const server = await this.#started(options);
		if (server !== this.#running) {
			this.#running?.rest();
			server.goOn();
			this.#running = server;
		}
		return server;
	}

	async #started(options: StartOptions): Promise<TestServer> {
		if (sharedTowns.has(options)) {
			const known = this.#shared.get(options) ?? startServer(options);
			this.#shared.set(options, known);
			return known;
		}
		if (this.#own?.options !== options) {
			await (await this.#own?.server)?.stop();
			this.#own = { options, server: startServer(options) };
		}
		return this.#own.server;
	}

	async stop() {
		const all = [...this.#shared.values(), ...(this.#own ? [this.#own.server] : [])];
		await Promise.all(all.map(async (server) => (await server).stop()));
	}
}

class Complaints {
	readonly #seen: string[] = [];
	readonly #expected: RegExp[] = [];

	/** Lets a test cause what would otherwise fail it, such as an answer of status 409. */
	expect(pattern: RegExp) {
		this.#expected.push(pattern);
	}

	/** Errors on the console, breaches of the content security policy among them, and uncaught ones. */
	listenTo(context: BrowserContext) {
		context.on('console', (message) => {
			if (message.type() === 'error') {
				this.#seen.push(`${message.text()} (${message.location().url})`);
			}
		});
		context.on('weberror', (error) => this.#seen.push(String(error.error())));
	}

	get unexpected() {
		return this.#seen.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
	}
}

const peoplesTown: StartOptions = { seed: prepareTown };
const busyTown: StartOptions = { seed: prepareBusyTown, env: { OFFICE_PHONE: '0000-1234567' } };
const sharedTowns = new Set([peoplesTown, busyTown]);

export const test = base.extend<Fixtures, WorkerFixtures>({
	towns: [
		async ({ playwright: _playwright }, use) => {
			const towns = new Towns();
			await use(towns);
			await towns.stop();
		},
		{ scope: 'worker' }
	],
	startOptions: [peoplesTown, { option: true }],
	server: [
		async ({ towns, startOptions }, use) => use(await towns.serverOf(startOptions)),
		{ timeout: 120_000 }
	],
	baseURL: async ({ server }, use) => use(server.origin),
	complaints: [
		async ({ server }, use, testInfo) => {
			const complaints = new Complaints();
			await use(complaints);
			expect.soft(complaints.unexpected, 'what the browsers complained about').toEqual([]);
			if (testInfo.status !== testInfo.expectedStatus) {
				await testInfo.attach('server output', { body: server.output() });
			}
		},
		{ auto: true }
	],
	open: async ({ browser, baseURL, complaints }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (device, more = {}) => {
			const context = await browser.newContext({ baseURL, ...DEVICES[device], ...more });
			contexts.push(context);
			complaints.listenTo(context);
			return context.newPage();
		});
		await Promise.all(contexts.map((context) => context.close()));
	},
	phone: async ({ open }, use) => use(await open('phone')),
	desk: async ({ open }, use) => use(await open('desk')),
	noScript: async ({ open }, use) => use(await open('noScript'))
});

/** Where there is something to look at. */
export const testInBusyTown = test.extend({ startOptions: busyTown });

/** A server of its own, for a file whose tests count what there is: `test.use(ownTown())`. */
export const ownTown = (
	seed: StartOptions['seed'] = prepareTown,
	env?: StartOptions['env']
): Pick<Fixtures, 'startOptions'> => ({ startOptions: { seed, ...(env && { env }) } });

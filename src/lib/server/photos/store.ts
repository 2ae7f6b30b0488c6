import { randomUUID } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '$lib/server/refusal';

/** Pictures by content-addressed name: what a name holds never changes. */
export interface PhotoStore {
	/** Durable once it returns. A name already there is left as it is. Throws `StorageFull`. */
	put(name: string, bytes: Uint8Array): Promise<void>;
	get(name: string): Promise<Buffer | null>;
	/** Also without complaint when there is no such picture. */
	delete(name: string): Promise<void>;
	/** Throws when the store cannot take a picture. */
	check(): Promise<void>;
}

/** Worth trying again once the operator has made room; an outbox keeps its photo until then. */
export class StorageFull extends Refusal {
	constructor(cause: unknown) {
		super('limited', '照片存储空间已满，暂时无法保存照片，请稍后再试', undefined, 600);
		this.cause = cause;
	}
}

const nameShape = /^[0-9a-f]{64}(-[0-9a-z]{1,16})?\.(jpg|webp)$/;

/**
 * Names are the SHA-256 of a picture, with an optional rendition: `<64 hex>.jpg`, `<64 hex>-w320.webp`.
 * Anything else is a mistake of ours, never a visitor's, and so no refusal.
 */
function checkName(name: string) {
	if (!nameShape.test(name)) throw new Error(`not a photo's name: ${JSON.stringify(name)}`);
}

/** What a store of files needs done now and then. Both say how many files they removed. */
export interface Upkeep {
	/** Removes what a killed process left half written before that time, ms. */
	sweep(before: number): Promise<number>;
	/**
	 * Removes pictures last put before that time, ms, that `wanted` does not name: of commands that
	 * refused after their picture was stored, or taken back by who sent them. `only` looks at one picture
	 * and its renditions.
	 */
	prune(
		before: number,
		wanted: (sha256s: string[]) => Promise<Set<string>>,
		only?: string
	): Promise<number>;
	/** Whether a picture or one of its renditions is there. */
	holds(sha256: string): Promise<boolean>;
}

/**
 * Pictures as files, in folders by the first two digits. A picture appears whole or not at all: it is
 * written aside, synced, renamed, and the folder synced.
 */
export function diskStore(directory: string): PhotoStore & Upkeep {
	const incoming = join(directory, 'incoming');
	const folderOf = (name: string) => join(directory, name.slice(0, 2));

	async function makeFolder(folder: string) {
		if (await mkdir(folder, { recursive: true })) await syncFolder(directory);
	}

	return {
		async put(name, bytes) {
			checkName(name);
			const folder = folderOf(name);
			const target = join(folder, name);
			const aside = join(incoming, randomUUID());
			try {
				await Promise.all([makeFolder(folder), makeFolder(incoming)]);
				if (!(await touched(target))) {
					await writeDurably(aside, bytes);
					await rename(aside, target);
				}
				// Also for one that was there: another put may have renamed but not yet synced it.
				await syncFolder(folder);
			} catch (problem) {
				await rm(aside, { force: true });
				throw isFull(problem) ? new StorageFull(problem) : problem;
			}
		},

		async get(name) {
			checkName(name);
			try {
				return await readFile(join(folderOf(name), name));
			} catch (problem) {
				if (codeOf(problem) === 'ENOENT') return null;
				throw problem;
			}
		},

		async delete(name) {
			checkName(name);
			const folder = folderOf(name);
			if (!(await exists(join(folder, name)))) return;
			await rm(join(folder, name), { force: true });
			await syncFolder(folder);
		},

		async check() {
			const probe = join(incoming, `check-${randomUUID()}`);
			try {
				await makeFolder(incoming);
				await writeDurably(probe, Buffer.alloc(4096));
			} catch (problem) {
				throw isFull(problem) ? new StorageFull(problem) : problem;
			} finally {
				await rm(probe, { force: true });
			}
		},

		async sweep(before) {
			let removed = 0;
			for (const file of await readdir(incoming).catch(() => [])) {
				const path = join(incoming, file);
				const found = await stat(path).catch(() => null);
				if (!found || found.mtimeMs >= before) continue;
				await rm(path, { force: true });
				removed++;
			}
			return removed;
		},

		async prune(before, wanted, only = '') {
			let removed = 0;
			for (const shard of await readdir(directory).catch(() => [])) {
				if (!/^[0-9a-f]{2}$/.test(shard) || !shard.startsWith(only.slice(0, 2))) continue;
				const names = await readdir(join(directory, shard));
				const old = names.filter(
					(name) => name.startsWith(only) && isOlder(join(directory, shard, name), before)
				);
				const kept = await wanted([...new Set(old.map((name) => name.slice(0, 64)))]);
				for (const name of old) {
					if (kept.has(name.slice(0, 64))) continue;
					// looked at and removed without a pause: a put in between sees that it is gone
					const path = join(directory, shard, name);
					if (!isOlder(path, before)) continue;
					rmSync(path, { force: true });
					removed++;
				}
			}
			return removed;
		},

		async holds(sha256) {
			const names = await readdir(folderOf(sha256)).catch(() => []);
			return names.some((name) => name.startsWith(sha256));
		}
	};
}

function isOlder(path: string, before: number): boolean {
	const found = statSync(path, { throwIfNoEntry: false });
	return found !== undefined && found.mtimeMs < before;
}

/** Marks a picture that is there as put just now, so that no upkeep takes it; false if it is not. */
async function touched(path: string): Promise<boolean> {
	const now = new Date();
	const marked = await utimes(path, now, now).then(
		() => true,
		() => false
	);
	return marked && (await exists(path));
}

async function writeDurably(path: string, bytes: Uint8Array) {
	const file = await open(path, 'wx', 0o640);
	try {
		await file.writeFile(bytes);
		await file.sync();
	} finally {
		await file.close();
	}
}

/** A new name survives a power cut only once its folder has been written too. */
async function syncFolder(folder: string) {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function exists(path: string) {
	return (await stat(path).catch(() => null)) !== null;
}

function codeOf(problem: unknown) {
	return problem instanceof Error && 'code' in problem ? problem.code : undefined;
}

function isFull(problem: unknown) {
	return ['ENOSPC', 'EDQUOT'].includes(String(codeOf(problem)));
}

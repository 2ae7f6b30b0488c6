import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256 } from '$lib/server/photos/images';
import { diskStore, StorageFull } from '$lib/server/photos/store';

const disk = vi.hoisted(() => ({ full: false }));

// Every write then goes to the kernel's own full device, so that the error is the real one.
vi.mock('node:fs/promises', async (original) => {
	const fs = await original<typeof import('node:fs/promises')>();
	return {
		...fs,
		open: async (path: string, flags: string, mode?: number) => {
			const file = await fs.open(path, flags, mode);
			if (!disk.full || flags !== 'wx') return file;
			await file.close();
			return fs.open('/dev/full', 'w');
		}
	};
});

const bytes = Buffer.from('the bytes of a picture');
const name = `${sha256(bytes)}.jpg`;
let directory: string;

beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'photos-'));
});

afterEach(async () => {
	disk.full = false;
	await rm(directory, { recursive: true });
});

async function filesBelow(folder: string) {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('a picture put into the store', () => {
	it('comes back byte for byte, also to another process', async () => {
		await diskStore(directory).put(name, bytes);
		expect(await diskStore(directory).get(name)).toEqual(bytes);
	});

	it('lies in a folder by the first two digits and nowhere else', async () => {
		await diskStore(directory).put(name, bytes);
		expect(await readFile(join(directory, name.slice(0, 2), name))).toEqual(bytes);
		expect(await filesBelow(directory)).toEqual([name]);
	});

	it('is written once, however often it is put', async () => {
		const store = diskStore(directory);
		await store.put(name, bytes);
		await store.put(name, Buffer.from('something else'));
		expect(await store.get(name)).toEqual(bytes);
	});

	it('is whole when many put it at once', async () => {
		const store = diskStore(directory);
		await Promise.all(Array.from({ length: 20 }, () => store.put(name, bytes)));
		expect(await store.get(name)).toEqual(bytes);
		expect(await filesBelow(directory)).toEqual([name]);
	});

	it('is gone when deleted, and deleting it twice is no mistake', async () => {
		const store = diskStore(directory);
		await store.put(name, bytes);
		await store.delete(name);
		await store.delete(name);
		expect(await store.get(name)).toBeNull();
		expect(await filesBelow(directory)).toEqual([]);
	});

	it('may have renditions beside it', async () => {
		const store = diskStore(directory);
		const rendition = name.replace('.jpg', '-w320.webp');
		await store.put(rendition, bytes);
		expect(await store.get(rendition)).toEqual(bytes);
		expect(await store.get(name)).toBeNull();
	});
});

describe('a name that is not a photo’s', () => {
	const digits = name.slice(0, 64);

	it.each([
		'../../etc/passwd',
		`../${digits}.jpg`,
		`${digits}/../../x.jpg`,
		`${digits}-../x.jpg`,
		`${digits}.jpg\n`,
		`${digits}.jpg\0.png`,
		`${digits}.svg`,
		`${digits.toUpperCase()}.jpg`,
		`${digits.slice(1)}.jpg`,
		`/${digits}.jpg`,
		'incoming',
		''
	])('is taken nowhere: %j', async (wrong) => {
		const store = diskStore(directory);
		await expect(store.put(wrong, bytes)).rejects.toThrow('not a photo');
		await expect(store.get(wrong)).rejects.toThrow('not a photo');
		await expect(store.delete(wrong)).rejects.toThrow('not a photo');
		expect(await filesBelow(directory)).toEqual([]);
	});
});

describe('a disk that is full', () => {
	it('refuses the picture with a sentence, leaves nothing behind and still reads', async () => {
		const store = diskStore(directory);
		await store.put(name, bytes);
		disk.full = true;
		const other = `${'0'.repeat(64)}.jpg`;
		await expect(store.put(other, bytes)).rejects.toBeInstanceOf(StorageFull);
		await expect(store.put(other, bytes)).rejects.toThrow('照片存储空间已满');
		await expect(store.check()).rejects.toBeInstanceOf(StorageFull);
		expect(await store.get(name)).toEqual(bytes);
		expect(await store.get(other)).toBeNull();
		expect(await filesBelow(directory)).toEqual([name]);
	});

	it('takes the picture once there is room', async () => {
		const store = diskStore(directory);
		disk.full = true;
		await expect(store.put(name, bytes)).rejects.toThrow();
		disk.full = false;
		await store.put(name, bytes);
		await store.check();
		expect(await store.get(name)).toEqual(bytes);
	});
});

describe('a store that cannot be written', () => {
	it('fails its check', async () => {
		const file = join(directory, 'a-file-and-no-folder');
		await writeFile(file, '');
		await expect(diskStore(file).check()).rejects.toThrow();
	});
});

describe('what a killed process left half written', () => {
	it('is swept once it is old, and only that', async () => {
		const store = diskStore(directory);
		await store.put(name, bytes);
		const at = Date.UTC(2026, 0, 2);
		const hour = 3_600_000;
		for (const [file, age] of [
			['old', 2 * hour],
			['new', 0]
		] as const) {
			await writeFile(join(directory, 'incoming', file), 'half');
			await utimes(join(directory, 'incoming', file), (at - age) / 1000, (at - age) / 1000);
		}
		expect(await store.sweep(at - hour)).toBe(1);
		expect((await filesBelow(directory)).sort()).toEqual([name, 'new'].sort());
	});
});

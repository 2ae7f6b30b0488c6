import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { brokenVideo, refusedVideo } from './boxes';
import { stripVideo } from './strip-video';

/** How large a video may be, bytes. */
export const mostVideoBytes = 50 * 1024 * 1024;

const type = 'video/mp4';
const nameShape = /^[0-9a-f]{64}\.mp4$/;
const headBytes = 64;

/** By its first bytes: a name can say anything. */
function assertMp4(head: Buffer): void {
	if (head.toString('latin1', 4, 8) !== 'ftyp' || head.toString('latin1', 8, 12) === 'qt  ') {
		throw refusedVideo('这不是 MP4 视频，请用手机或剪辑软件导出成 MP4 再上传');
	}
}

async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
	return hash.digest('hex');
}

/** @returns how many bytes it was */
async function write(file: FileHandle, pieces: AsyncIterable<Buffer>): Promise<number> {
	let head = Buffer.alloc(0);
	let size = 0;
	for await (const piece of pieces) {
		size += piece.length;
		if (size > mostVideoBytes) {
			throw refusedVideo('视频太大，最多 50 MB，请压缩或剪短后再上传');
		}
		if (head.length < headBytes) {
			head = Buffer.concat([head, piece.subarray(0, headBytes)]);
			if (head.length >= headBytes) assertMp4(head);
		}
		await file.writeFile(piece);
	}
	if (size === 0) throw refusedVideo('请选择视频');
	if (head.length < headBytes) throw brokenVideo();
	return size;
}

/**
 * Videos as files named by what is in them. One is written piece by piece while it arrives, and is
 * there whole or not at all.
 */
export function videoStore(directory: string) {
	const incoming = join(directory, 'incoming');
	const pathOf = (name: string) => {
		if (!nameShape.test(name)) throw new Error(`not a video's name: ${JSON.stringify(name)}`);
		return join(directory, name);
	};

	return {
		/**
		 * Takes one in without what tells where and with what it was taken.
		 * @returns its name
		 * @throws Refusal('invalid') for what is too large or no video; nothing is left of it
		 */
		async take(pieces: AsyncIterable<Buffer>): Promise<string> {
			await mkdir(incoming, { recursive: true });
			const aside = join(incoming, randomUUID());
			const file = await open(aside, 'wx+', 0o640);
			try {
				const size = await write(file, pieces);
				await stripVideo(file, size);
				await file.sync();
				const name = `${await hashOf(aside)}.mp4`;
				await rename(aside, pathOf(name));
				return name;
			} finally {
				await file.close();
				await rm(aside, { force: true });
			}
		},

		/** Its size and type, or null where there is none. */
		async about(name: string): Promise<{ size: number; type: string } | null> {
			const found = await stat(pathOf(name)).catch(() => null);
			return found && { size: found.size, type };
		},

		/** Its bytes from `start` to `end`, both included. */
		read: (name: string, start: number, end: number) =>
			createReadStream(pathOf(name), { start, end }),

		/** Removes what came before `before` (ms) and `wanted` does not name; says how many. */
		async prune(before: number, wanted: (names: string[]) => Promise<Set<string>>) {
			const old: string[] = [];
			for (const name of await readdir(directory).catch(() => [])) {
				const path = join(directory, name);
				const found = await stat(path).catch(() => null);
				if (nameShape.test(name) && found && found.mtimeMs < before) old.push(name);
			}
			const kept = await wanted(old);
			const gone = old.filter((name) => !kept.has(name));
			for (const name of gone) await rm(join(directory, name), { force: true });
			for (const name of await readdir(incoming).catch(() => [])) {
				const found = await stat(join(incoming, name)).catch(() => null);
				if (found && found.mtimeMs < before) await rm(join(incoming, name), { force: true });
			}
			return gone.length;
		}
	};
}
export type VideoStore = ReturnType<typeof videoStore>;

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal';

/** How large a video may be, bytes. */
export const mostVideoBytes = 50 * 1024 * 1024;

const types = { mp4: 'video/mp4', webm: 'video/webm' } as const;
type Kind = keyof typeof types;
const nameShape = /^[0-9a-f]{64}\.(mp4|webm)$/;
const headBytes = 64;

const refused = (message: string) => new Refusal('invalid', message, { video: message });

/** What a video is, by its first bytes: a name can say anything. */
function kindOf(head: Buffer): Kind {
	if (head.toString('latin1', 4, 8) === 'ftyp' && head.toString('latin1', 8, 12) !== 'qt  ') {
		return 'mp4';
	}
	if (head.readUInt32BE(0) === 0x1a45dfa3 && head.includes('webm')) return 'webm';
	throw refused('这不是 MP4 或 WebM 视频，请用手机或剪辑软件导出成 MP4 再上传');
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
		 * @returns its name
		 * @throws Refusal('invalid') for what is too large or no video; nothing is left of it
		 */
		async take(pieces: AsyncIterable<Buffer>): Promise<string> {
			await mkdir(incoming, { recursive: true });
			const aside = join(incoming, randomUUID());
			const file = await open(aside, 'wx', 0o640);
			try {
				const hash = createHash('sha256');
				let head = Buffer.alloc(0);
				let size = 0;
				let kind: Kind | undefined;
				for await (const piece of pieces) {
					size += piece.length;
					if (size > mostVideoBytes) throw refused('视频太大，最多 50 MB，请压缩或剪短后再上传');
					if (!kind) {
						head = Buffer.concat([head, piece.subarray(0, headBytes)]);
						if (head.length >= headBytes) kind = kindOf(head);
					}
					hash.update(piece);
					await file.writeFile(piece);
				}
				if (!kind) throw refused(size === 0 ? '请选择视频' : '这个视频是坏的，请重新导出');
				const name = `${hash.digest('hex')}.${kind}`;
				await file.sync();
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
			const type = types[name.endsWith('webm') ? 'webm' : 'mp4'];
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

import type { FileHandle } from 'node:fs/promises';
import { Refusal } from '../refusal';

export const refusedVideo = (message: string) =>
	new Refusal('invalid', message, { video: message });
export const brokenVideo = () => refusedVideo('这个视频是坏的，请重新导出');

const mostBoxes = 20_000;
const mostTableBytes = 1024 * 1024;
const zerosAtOnce = 64 * 1024;

export type Box = {
	type: string;
	start: number;
	/** Where what is in it begins. */
	body: number;
	end: number;
};
type Span = Pick<Box, 'body' | 'end'>;

/**
 * A file of `size` bytes as the boxes of ISO/IEC 14496-12, to be read and blanked where they stand: heads
 * and small tables are read, never the whole.
 */
export function boxesOf(file: FileHandle, size: number) {
	let seen = 0;

	async function bytesAt(start: number, length: number): Promise<Buffer> {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
		return buffer.subarray(0, bytesRead);
	}

	async function boxAt(start: number, end: number): Promise<Box> {
		const head = await bytesAt(start, Math.min(16, end - start));
		if (++seen > mostBoxes || head.length < 8) throw brokenVideo();
		const type = head.toString('latin1', 4, 8);
		const said = head.readUInt32BE(0);
		if (said === 0) return { type, start, body: start + 8, end };
		const long = said === 1;
		if (long && head.length < 16) throw brokenVideo();
		const length = long ? Number(head.readBigUInt64BE(8)) : said;
		const body = start + (long ? 16 : 8);
		if (start + length < body || start + length > end) throw brokenVideo();
		return { type, start, body, end: start + length };
	}

	async function within({ body, end }: Span): Promise<Box[]> {
		const found: Box[] = [];
		for (let at = body; at < end; at = found.at(-1)!.end) found.push(await boxAt(at, end));
		return found;
	}

	async function zero(start: number, end: number): Promise<void> {
		const zeros = Buffer.alloc(Math.min(end - start, zerosAtOnce));
		for (let at = start; at < end; at += zeros.length) {
			await file.write(zeros, 0, Math.min(zeros.length, end - at), at);
		}
	}

	return {
		bytesAt,
		within,
		whole: { body: 0, end: size },

		/** @throws Refusal('invalid') where there is none of these */
		async inside(box: Span, ...path: string[]): Promise<Box> {
			const [type, ...rest] = path;
			const found = (await within(box)).find((one) => one.type === type);
			if (!found) throw brokenVideo();
			return rest.length > 0 ? this.inside(found, ...rest) : found;
		},

		async table({ body, end }: Span): Promise<Buffer> {
			if (end - body > mostTableBytes) throw brokenVideo();
			return bytesAt(body, end - body);
		},

		/** From `start` up to, and without, `end`. @throws Refusal('invalid') beyond the file */
		async blank(start: number, end: number): Promise<void> {
			if (end > size) throw brokenVideo();
			await zero(start, end);
		},

		/** Makes of it what every player passes over; nothing else moves. */
		async free({ start, body, end }: Box): Promise<void> {
			await file.write(Buffer.from('free'), 0, 4, start + 4);
			await zero(body, end);
		}
	};
}
export type Boxes = ReturnType<typeof boxesOf>;

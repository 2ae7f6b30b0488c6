import type { FileHandle } from 'node:fs/promises';
import { boxesOf, brokenVideo, refusedVideo, type Box, type Boxes } from './boxes';

/**
 * What a player needs (ISO/IEC 14496-12), by the box in which it stands. Everything else may tell where
 * and with which phone it was taken, and goes: ©xyz in `udta`, com.apple.quicktime.location in `meta`,
 * XMP in `uuid`, and whatever else a maker thinks of.
 */
const needed: Record<string, readonly string[]> = {
	file: ['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'mfra'],
	moov: ['mvhd', 'iods', 'trak', 'mvex'],
	trak: ['tkhd', 'tref', 'edts', 'mdia'],
	mdia: ['mdhd', 'hdlr', 'elng', 'minf'],
	minf: ['vmhd', 'smhd', 'dinf', 'stbl'],
	moof: ['mfhd', 'traf'],
	traf: ['tfhd', 'tfdt', 'trun', 'sbgp', 'sgpd', 'subs', 'saiz', 'saio']
};
/** These begin with when they were made and changed. */
const dated = ['mvhd', 'tkhd', 'mdhd'];
const seenOrHeard = ['vide', 'soun'];
/** H.264: what phones record besides, HEVC, many browsers do not show. */
const shownByAll = ['avc1', 'avc3'];

/**
 * Takes all but picture and sound out of an MP4 file of `size` bytes, in place: what goes becomes `free`
 * and zeros.
 * @throws Refusal('invalid') beside the field `video` for what cannot be read, or shown by every browser
 */
export async function stripVideo(file: FileHandle, size: number): Promise<void> {
	const boxes = boxesOf(file, size);
	const top = (await boxes.within(boxes.whole)).map(({ type }) => type);
	if (!top.includes('moov') || !top.includes('mdat')) throw brokenVideo();
	const kinds: string[] = [];

	async function strip(of: string, span: Pick<Box, 'body' | 'end'>): Promise<void> {
		for (const box of await boxes.within(span)) {
			const { type } = box;
			if (!needed[of]!.includes(type)) await boxes.free(box);
			else if (dated.includes(type)) await forgetDates(boxes, box);
			else if (type === 'trak' && !(await keeps(box))) await boxes.free(box);
			else if (type in needed) await strip(type, box);
		}
	}

	async function keeps(track: Box): Promise<boolean> {
		const kind = await kindOf(boxes, track);
		kinds.push(kind);
		if (kind === 'vide') await assertSeenByMost(boxes, track);
		if (seenOrHeard.includes(kind)) return true;
		// its samples lie in the fragments, and would stay
		if (top.includes('moof')) {
			throw refusedVideo('这个视频里还带着画面和声音以外的数据，请用剪辑软件重新导出');
		}
		await blankSamples(boxes, track, size);
		return false;
	}

	await strip('file', boxes.whole);
	if (!kinds.includes('vide')) throw refusedVideo('这个文件里没有画面，请重新导出');
}

async function forgetDates(boxes: Boxes, { body, end }: Box): Promise<void> {
	const [version] = await boxes.bytesAt(body, 1);
	await boxes.blank(body + 4, Math.min(end, body + 4 + (version === 1 ? 16 : 8)));
}

async function kindOf(boxes: Boxes, track: Box): Promise<string> {
	const { body } = await boxes.inside(track, 'mdia', 'hdlr');
	return (await boxes.bytesAt(body + 8, 4)).toString('latin1');
}

async function assertSeenByMost(boxes: Boxes, track: Box): Promise<void> {
	const { body } = await boxes.inside(track, 'mdia', 'minf', 'stbl', 'stsd');
	// behind version, flags, count and the size of the first entry
	const coding = (await boxes.bytesAt(body + 12, 4)).toString('latin1');
	if (!shownByAll.includes(coding)) {
		throw refusedVideo('很多手机放不了这种编码的视频，请导出成 H.264（AVC）编码的 MP4');
	}
}

/** In such a track a phone or a camera writes where it was, second by second. */
async function blankSamples(boxes: Boxes, track: Box, size: number): Promise<void> {
	const stbl = await boxes.inside(track, 'mdia', 'minf', 'stbl');
	const parts = await boxes.within(stbl);
	const find = (...types: string[]) => {
		const found = parts.find(({ type }) => types.includes(type));
		if (!found) throw brokenVideo();
		return found;
	};
	const chunks = find('stco', 'co64');
	const lists = {
		sizes: await boxes.table(find('stsz')),
		runs: await boxes.table(find('stsc')),
		chunks: await boxes.table(chunks),
		wide: chunks.type === 'co64'
	};
	let left = size;
	for (const { start, length } of chunksOf(lists)) {
		left -= length;
		if (left < 0) throw brokenVideo();
		await boxes.blank(start, start + length);
	}
}

type Lists = { sizes: Buffer; runs: Buffer; chunks: Buffer; wide: boolean };

/** Where the samples of a track lie in the file, of its tables `stsz`, `stsc` and `stco` (or, `wide`, `co64`). */
function chunksOf({ sizes, runs, chunks, wide }: Lists): { start: number; length: number }[] {
	try {
		const [alike, samples] = [sizes.readUInt32BE(4), sizes.readUInt32BE(8)];
		const [many, runCount] = [chunks.readUInt32BE(4), runs.readUInt32BE(4)];
		const found = [];
		let sample = 0;
		let run = -1;
		for (let chunk = 0; chunk < many && sample < samples; chunk++) {
			// a run begins with a chunk, counted from 1, and lasts until the next
			if (run + 1 < runCount && runs.readUInt32BE(8 + (run + 1) * 12) === chunk + 1) run++;
			const until = Math.min(samples, sample + runs.readUInt32BE(8 + run * 12 + 4));
			const start = wide
				? Number(chunks.readBigUInt64BE(8 + chunk * 8))
				: chunks.readUInt32BE(8 + chunk * 4);
			let length = alike * (until - sample);
			for (; alike === 0 && sample < until; sample++) length += sizes.readUInt32BE(12 + sample * 4);
			sample = until;
			found.push({ start, length });
		}
		return found;
	} catch (problem) {
		// a table that is shorter than it says
		throw problem instanceof RangeError ? brokenVideo() : problem;
	}
}

import { Refusal } from '../refusal';

const longestHead = 4096;

/**
 * The bytes of the one file in a multipart form, as they arrive, so that a large one is never held
 * whole. What else the form holds before it is passed over, and what comes after is not read.
 * @throws Refusal('invalid') where there is no file, or its end did not come
 */
export async function* filePart(
	body: AsyncIterable<Uint8Array>,
	contentType: string
): AsyncGenerator<Buffer> {
	const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
	if (!boundary) throw new Refusal('invalid', '请选择文件后再上传');
	const mark = Buffer.from(`\r\n--${boundary}`);
	// the first mark has no line before it
	let held: Buffer = Buffer.from('\r\n');
	let inFile = false;
	for await (const piece of body) {
		held = Buffer.concat([held, piece]);
		while (!inFile) {
			const head = headAfter(held, mark);
			if (!head) break;
			inFile = /filename="[^"]+"/.test(head.text);
			held = held.subarray(head.end);
		}
		if (!inFile) {
			if (held.length > longestHead + mark.length && held.indexOf(mark) >= 0) tooLong();
			continue;
		}
		const end = held.indexOf(mark);
		if (end >= 0) {
			yield held.subarray(0, end);
			return;
		}
		// the mark may be cut in two
		const sure = held.length - mark.length + 1;
		if (sure > 0) {
			yield held.subarray(0, sure);
			held = held.subarray(sure);
		}
	}
	throw new Refusal('invalid', inFile ? '文件没有传完整，请再试一次' : '请选择文件后再上传');
}

function tooLong(): never {
	throw new Refusal('invalid', '上传的内容不对，请重新选择文件');
}

/** The head of the first part in `held`, and where its content begins; null while it is not whole. */
function headAfter(held: Buffer, mark: Buffer): { text: string; end: number } | null {
	const start = held.indexOf(mark);
	if (start < 0) return null;
	const end = held.indexOf('\r\n\r\n', start + mark.length);
	if (end < 0) return null;
	return { text: held.toString('latin1', start + mark.length, end), end: end + 4 };
}

import { Refusal } from '../refusal';

const mostBytes = 200 * 1024;
const refused = (message: string) => new Refusal('invalid', message, { captions: message });

/**
 * The text of an uploaded WebVTT file, with its line ends made one kind.
 * @throws Refusal('invalid') beside the field `captions`
 */
export async function readCaptions(file: unknown): Promise<string> {
	if (!(file instanceof File) || file.size === 0) throw refused('请选择字幕文件（.vtt）');
	if (file.size > mostBytes) throw refused('字幕文件太大，最多 200 KB');
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
	} catch {
		throw refused('字幕文件不是 UTF-8 编码，请另存为 UTF-8');
	}
	const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	if (!/^WEBVTT(\s|$)/.test(lines)) throw refused('字幕要用 WebVTT 格式，第一行是 WEBVTT');
	if (!/\d\d:\d\d\.\d{3} --> (\d\d:)?\d\d:\d\d\.\d{3}/.test(lines)) {
		throw refused('字幕里没有一条带时间的字幕');
	}
	return lines;
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';
import { qrPath } from '../../components/qr';
import type { PhotoStore } from '../photos/store';
import type { Poster } from './queries';

/** Of the picture that is passed on, pixels. */
export const shareSize = { width: 1080, height: 1440 };
const margin = 72;

type Shown = {
	title: string;
	summary: string;
	theme: string;
	/** A JPEG, with its size. */
	picture: { jpeg: Buffer; width: number; height: number } | null;
	/** Where it is read; the QR code says the same. */
	address: string;
	town: string;
};

// a fresh machine has no Chinese font; this one comes with the product (OFL)
const fonts = join(
	dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
	'../fonts'
);
const font = {
	loadSystemFonts: false,
	fontFiles: ['Regular', 'Bold'].map((weight) => join(fonts, `NotoSansHans-${weight}.otf`)),
	defaultFontFamily: 'Noto Sans S Chinese'
};

/** A poster as one picture to pass on, as a JPEG: drawn in a thread of its own. */
export async function sharePicture(shown: Shown): Promise<Buffer> {
	const { pixels, width, height } = await renderAsync(shareSvg(shown), { font });
	return sharp(pixels, { raw: { width, height, channels: 4 } })
		.flatten({ background: '#fff' })
		.jpeg({ quality: 82 })
		.toBuffer();
}

export function shareSvg({ title, summary, theme, picture, address, town }: Shown): string {
	const { width, height } = shareSize;
	const inner = width - 2 * margin;
	const top = picture ? Math.min(760, Math.round((picture.height / picture.width) * width)) : 0;
	const titles = lines(title, inner, 68).slice(0, 3);
	const summaries = lines(summary, inner, 38).slice(0, 3);
	const qr = qrPath(address);
	const qrSide = 200;
	const foot = height - margin - qrSide;
	let y = top + 92;
	const said: string[] = [];
	const write = (text: string, size: number, colour: string, weight: number) => {
		said.push(
			`<text x="${margin}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(text)}</text>`
		);
		y += Math.round(size * 1.4);
	};
	write(theme, 34, '#0b6e4f', 700);
	y += 28;
	for (const line of titles) write(line, 68, '#16211c', 700);
	for (const line of summaries) write(line, 38, '#4c5a53', 400);
	const image = picture
		? `<image x="0" y="0" width="${width}" height="${top}" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,${picture.jpeg.toString('base64')}"/>`
		: `<rect width="${width}" height="24" fill="#0b6e4f"/>`;
	const scale = qrSide / qr.size;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Noto Sans S Chinese">
<rect width="${width}" height="${height}" fill="#fff"/>
${image}
${said.join('\n')}
<line x1="${margin}" x2="${width - margin}" y1="${foot - 32}" y2="${foot - 32}" stroke="#d5ddd7" stroke-width="2"/>
<g transform="translate(${width - margin - qrSide} ${foot}) scale(${scale})"><path d="${qr.path}" fill="#16211c"/></g>
<text x="${margin}" y="${foot + 78}" font-size="40" font-weight="700" fill="#16211c">${escaped(town)} · 文明同行</text>
<text x="${margin}" y="${foot + 138}" font-size="32" fill="#4c5a53">扫一扫，看全文</text>
</svg>`;
}

/** Broken where the width ends: Chinese is as wide as it is high, Latin about half. */
function lines(text: string, width: number, size: number): string[] {
	const broken: string[] = [];
	let line = '';
	let used = 0;
	for (const letter of text) {
		const wide = letter.charCodeAt(0) < 0x2e80 ? size * 0.56 : size;
		// no line begins with what closes the one before
		if (used + wide > width && !'，。、；：！？”’）》'.includes(letter)) {
			broken.push(line);
			[line, used] = ['', 0];
		}
		line += letter;
		used += wide;
	}
	return line ? [...broken, line] : broken;
}

const escaped = (text: string): string =>
	text
		// what no font draws and no XML may hold
		// eslint-disable-next-line no-control-regex
		.replace(/[\u0000-\u001f]/g, ' ')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');

const kept = new Map<string, Promise<Buffer>>();
const mostKept = 24;

/** The same, drawn once for as long as nothing about it changes; a busy one is asked for by hundreds. */
export function sharePictureOf(
	storage: PhotoStore,
	poster: Pick<Poster, 'slug' | 'title' | 'summary' | 'picture' | 'changedAt'> & { theme: string },
	where: { address: string; town: string }
): Promise<Buffer> {
	const name = [poster.slug, poster.changedAt, poster.theme, where.address, where.town].join(' ');
	const found = kept.get(name);
	if (found) return found;
	const drawing = draw(storage, poster, where);
	kept.set(name, drawing);
	drawing.catch(() => kept.delete(name));
	for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
	return drawing;
}

async function draw(
	storage: PhotoStore,
	{
		title,
		summary,
		theme,
		picture
	}: Pick<Shown, 'title' | 'summary' | 'theme'> & { picture: string | null },
	where: { address: string; town: string }
): Promise<Buffer> {
	const jpeg = picture ? await storage.get(`${picture}.jpg`) : null;
	const { width = 4, height = 3 } = jpeg ? await sharp(jpeg).metadata() : {};
	return sharePicture({
		title,
		summary,
		theme,
		picture: jpeg && { jpeg, width, height },
		...where
	});
}

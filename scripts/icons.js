import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT, say, script } from './lib/cli.js';

const USAGE = `
Usage: node scripts/icons.js

Draws static/icons/*.png from static/icon.svg, for the manifest and for iOS. Run it when the drawing
changes, and commit what it makes.
`;

const drawing = readFileSync(join(ROOT, 'static/icon.svg'), 'utf8');
// no corners of its own, and all that matters within the inner four fifths
const maskable = drawing
	.replace(/ rx="\d+"/, '')
	.replace('/><path', '/><g transform="translate(8 8) scale(.75)"><path')
	.replace('</svg>', '</g></svg>');

const icons = [
	{ name: 'icon-192', size: 192, svg: drawing },
	{ name: 'icon-512', size: 512, svg: drawing },
	{ name: 'maskable-192', size: 192, svg: maskable },
	{ name: 'maskable-512', size: 512, svg: maskable },
	{ name: 'apple-touch-icon', size: 180, svg: maskable }
];

await script(import.meta.url, USAGE, async () => {
	mkdirSync(join(ROOT, 'static/icons'), { recursive: true });
	for (const { name, size, svg } of icons) {
		const png = await sharp(Buffer.from(svg), { density: (72 * size) / 64 })
			.resize(size, size)
			.png({ compressionLevel: 9, palette: true })
			.toBuffer();
		writeFileSync(join(ROOT, `static/icons/${name}.png`), png);
		say(`static/icons/${name}.png ${png.length} bytes`);
	}
});

import { settings } from '../src/lib/server/config';

const usage = `
Usage: npm run config

Prints every setting: its name, its default, what it is for. Settings are read from the environment.
`;

if (process.argv.includes('--help')) process.stdout.write(usage);
else {
	const rows = Object.entries(settings).map(([name, setting]) => [
		name,
		'required' in setting ? '（正式环境必填）' : setting.fallback || '（空）',
		setting.about
	]);
	const widths = [0, 1].map((column) => Math.max(...rows.map((row) => columns(row[column]!))));
	for (const [name = '', fallback = '', about = ''] of rows) {
		process.stdout.write(`${pad(name, widths[0]!)}  ${pad(fallback, widths[1]!)}  ${about}\n`);
	}
}

/** Terminal columns: a Chinese character takes two. */
function columns(text: string): number {
	return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2000 ? 2 : 1), 0);
}

function pad(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - columns(text)));
}

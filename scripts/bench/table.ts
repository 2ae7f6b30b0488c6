import { percentile } from './rounds';

export type Line = {
	what: string;
	figure: string;
	/** What it is compared with, and how it compares. */
	against?: string;
	/** What was promised and whether it holds. */
	bound?: string;
};

const headings: Required<Line> = {
	what: '',
	figure: 'measured',
	against: 'against',
	bound: 'bound'
};
const columns = Object.keys(headings) as (keyof Line)[];

export function print(title: string, lines: Line[]): void {
	const all = [headings, ...lines];
	const widths = columns.map((name) => Math.max(...all.map((line) => (line[name] ?? '').length)));
	process.stdout.write(`\n${title}\n`);
	for (const line of all) {
		const cells = columns.map((name, i) => (line[name] ?? '').padEnd(widths[i]!));
		process.stdout.write(`  ${cells.join('  ').trimEnd()}\n`);
	}
}

export const verdict = (promise: string, holds: boolean): string =>
	`${promise}: ${holds ? 'holds' : 'MISSED'}`;

export const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en')}/s`;

export const seconds = (count: number): string => `${count.toFixed(2)} s`;

export const ms = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;

export const times = (ratio: number): string => `× ${ratio.toFixed(2)}`;

/** Of many waits, milliseconds. */
export const figures = (waits: readonly number[]): string =>
	`p50 ${ms(percentile(waits, 0.5))}, p95 ${ms(percentile(waits, 0.95))}`;

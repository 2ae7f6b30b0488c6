import { print, type Line } from './table';

/** What is measured, by name, of what was made for it before. */
export type Parts<Made = undefined> = Record<
	string,
	{ about: string; measure: (made: Made) => Promise<Line[]> }
>;

/** For the usage of a benchmark: its parts, a line each. */
export const listOf = (parts: Record<string, { about: string }>): string =>
	Object.entries(parts)
		.map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
		.join('\n');

/** @throws Error for a name that no part has */
export function assertParts(parts: Record<string, unknown>, wanted: readonly string[]): void {
	const unknown = wanted.find((name) => !(name in parts));
	if (unknown === undefined) return;
	throw new Error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`);
}

/** Measures the parts that are wanted, or all where none is named, and prints each when it is done. */
export async function measureParts<Made>(
	parts: Parts<Made>,
	wanted: readonly string[],
	made: Made
): Promise<void> {
	for (const [name, { about, measure }] of Object.entries(parts)) {
		if (wanted.length === 0 || wanted.includes(name))
			print(`${name}: ${about}`, await measure(made));
	}
}

// the servers and their folders go with the process
process.once('SIGINT', () => process.exit(130));

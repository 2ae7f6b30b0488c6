/** What a table that leaves the house holds. */
export type Cell = string | number;

/** As a spreadsheet opens it: with the mark by which Excel knows UTF-8, and nothing that it would reckon. */
export function csvOf(heads: readonly string[], rows: readonly (readonly Cell[])[]): Uint8Array {
	const text = [heads, ...rows].map((row) => row.map(field).join(',')).join('\r\n');
	return new TextEncoder().encode(`\uFEFF${text}\r\n`);
}

function field(cell: Cell): string {
	if (typeof cell === 'number') return String(cell);
	// a spreadsheet would reckon what begins like a formula
	const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
	return `"${harmless.replaceAll('"', '""')}"`;
}

/** What a list of numbers to write to holds. Lines are counted from 1, as a person counts them. */
export type NumberList = {
	/** Eleven digits each, none twice, in the order of the list. */
	numbers: string[];
	problems: { line: number; message: string }[];
	doubles: { line: number; first: number }[];
};

/** How a column with telephone numbers may be headed. */
const heads = ['手机号', '手机号码', '手机', '电话', '电话号码', '联系电话', '联系方式'];

/**
 * Reads telephone numbers out of the lines of a list. Where the first line names a column, that one is
 * read; otherwise the first column in which a number stands.
 */
export function readNumbers(lines: readonly (readonly unknown[])[]): NumberList {
	const cells = lines.map((line) => line.map(textOf));
	const head = cells[0]?.findIndex((cell) => heads.includes(cell)) ?? -1;
	const column = head >= 0 ? head : firstColumnOfNumbers(cells);
	const found = new Map<string, number>();
	const problems: NumberList['problems'] = [];
	const doubles: NumberList['doubles'] = [];
	for (const [i, line] of cells.entries()) {
		if ((i === 0 && head >= 0) || line.every((cell) => cell === '')) continue;
		const typed = line[column] ?? '';
		const number = asNumber(typed);
		const first = number === null ? undefined : found.get(number);
		if (number === null) {
			const message = typed === '' ? '没有号码' : `“${typed.slice(0, 20)}”不是 11 位手机号`;
			problems.push({ line: i + 1, message });
		} else if (first !== undefined) doubles.push({ line: i + 1, first });
		else found.set(number, i + 1);
	}
	return { numbers: [...found.keys()], problems, doubles };
}

function firstColumnOfNumbers(cells: readonly string[][]): number {
	const columns = cells.map((line) => line.findIndex((cell) => asNumber(cell) !== null));
	return columns.find((column) => column >= 0) ?? 0;
}

const textOf = (cell: unknown): string =>
	typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';

/** As people write it: with spaces, hyphens, the country's 86 before it, in full width. */
function asNumber(typed: string): string | null {
	const plain = typed
		.normalize('NFKC')
		.replaceAll(/[\s()-]/g, '')
		.replace(/^(\+|00)?86(?=1\d{10}$)/, '');
	return /^1[3-9]\d{9}$/.test(plain) ? plain : null;
}

/** Lines and cells of what was pasted, or of a CSV. */
export const linesOf = (text: string): string[][] =>
	text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\r|\n/)
		.map((line) => line.split(/[,，;；\t]/).map((cell) => cell.replace(/^"(.*)"$/, '$1')));

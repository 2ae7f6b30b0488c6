/** So many people of this age band, sex and township live here. */
export type MarginRow = { age: string; sex: string; town: string; people: number };

export const marginColumns = ['年龄段', '性别', '镇街', '人口数'] as const;
export const marginTotal = '合计';

type Cells = readonly (string | number | boolean | Date | null | undefined)[];
export type MarginsRead = { rows: MarginRow[]; problems: string[] };

/**
 * Reads 人口数 from the rows of a sheet. Nothing is guessed: a cell left empty by a merge, a number that
 * is none, a line twice, and a 合计 that is not the sum are each a sentence.
 */
export function readMargins(sheet: readonly Cells[]): MarginsRead {
	const [head, ...lines] = sheet;
	const named = (head ?? []).map((cell) => text(cell));
	const at = marginColumns.map((name) => named.indexOf(name));
	const missing = marginColumns.filter((_, i) => at[i] === -1);
	if (missing.length > 0) {
		return { rows: [], problems: [`第一行缺少这些列：${missing.join('、')}`] };
	}
	const rows: MarginRow[] = [];
	const problems: string[] = [];
	const seen = new Set<string>();
	let total: number | null = null;
	for (const [i, line] of lines.entries()) {
		const say = (what: string) => problems.push(`第 ${i + 2} 行：${what}`);
		const [age, sex, town, many] = at.map((n) => text(line[n])) as [string, string, string, string];
		if ([age, sex, town, many].every((cell) => cell === '')) continue;
		const people = Number(many.replaceAll(',', ''));
		if (many === '' || !Number.isInteger(people) || people < 0) {
			say(many === '' ? '没有人口数' : `人口数“${many}”不是整数`);
			continue;
		}
		if ([age, sex, town].includes(marginTotal)) {
			total = people;
			continue;
		}
		const empty = marginColumns.filter((_, n) => [age, sex, town, many][n] === '');
		if (empty.length > 0) {
			say(`“${empty.join('、')}”是空的。如果用了合并单元格，请取消合并，每一行都写全`);
			continue;
		}
		const key = [age, sex, town].join('/');
		if (seen.has(key)) say(`“${key}”前面已经有了`);
		seen.add(key);
		rows.push({ age, sex, town, people });
	}
	const sum = rows.reduce((all, { people }) => all + people, 0);
	if (problems.length === 0 && rows.length === 0) problems.push('表里没有人口数');
	if (problems.length === 0 && total !== null && total !== sum) {
		problems.push(`各行加起来是 ${sum} 人，“合计”写的是 ${total} 人，请核对`);
	}
	if (problems.length === 0) problems.push(...gaps(rows));
	return { rows, problems };
}

const text = (cell: Cells[number]): string => (cell == null ? '' : String(cell).trim());

/** Combinations without a line: people who would be forgotten. */
function gaps(rows: readonly MarginRow[]): string[] {
	const there = new Set(rows.map(({ age, sex, town }) => `${age}/${sex}/${town}`));
	const values = (of: 'age' | 'sex' | 'town') => [...new Set(rows.map((row) => row[of]))];
	return values('age').flatMap((age) =>
		values('sex').flatMap((sex) =>
			values('town').flatMap((town) =>
				there.has(`${age}/${sex}/${town}`)
					? []
					: [`缺少“${age}/${sex}/${town}”这一行；没有人就写 0`]
			)
		)
	);
}

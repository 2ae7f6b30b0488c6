import type { Page } from '@playwright/test';
import { timesOf, type Told } from './office';

/** 在办、已超时、管理盲区、新增上报、结案、核查不通过率, as the table of 挂图作战 words them. */
type Figures = Record<string, string[]>;

const nothing = ['0', '0', '0', '0', '0', '—'];

/** The figures by code of a grid, without the grids in which nothing is. */
export async function gridTable(map: Page): Promise<Figures> {
	const rows = await map.locator('tbody tr').evaluateAll((lines) =>
		lines.map((line) => ({
			code: /grid=(\w+)/.exec(line.querySelector('a')?.href ?? '')?.[1] ?? '',
			figures: [...line.querySelectorAll('td')].map(({ innerText }) => innerText.trim())
		}))
	);
	const some = rows.filter(({ figures }) => figures.join() !== nothing.join());
	return Object.fromEntries(some.map(({ code, figures }) => [code, figures]));
}

/** The same from the journals; `overdue`: the codes of those that are late. */
export function gridsOf(told: readonly Told[], overdue: readonly string[]): Figures {
	const grids = new Set(told.map(({ grid }) => grid));
	return Object.fromEntries(
		[...grids].map((grid) => {
			const here = told.filter((one) => one.grid === grid);
			const open = here.filter((one) => one.open);
			const late = open.filter(({ code }) => overdue.includes(code));
			const [passed, failed] = [timesOf(here, '核查通过'), timesOf(here, '退回返工')];
			const checked = passed + failed;
			const share = Math.round((failed / checked) * 1000) / 10;
			const counts = [open.length, late.length, 0, here.length, passed].map(String);
			return [grid, [...counts, checked === 0 ? '—' : `${share}%（${failed}/${checked}）`]];
		})
	);
}

import { differenceOf, holm, notComparable, type Difference } from './estimate/difference';
import { formulaIds, formulaOf, type FormulaId } from './formulas';
import { isIndex, type Figure } from './results';
import type { WaveMode } from './waves';

export type Measured = {
	title: string;
	mode: WaveMode;
	opensAt: number;
	figures: readonly Figure[];
};

export type Step = {
	formula: FormulaId;
	label: string;
	from: string;
	to: string;
	before: number;
	after: number;
	/** Null for volunteers, of whom no difference means anything. */
	difference: Difference | null;
	/** After Holm's correction over the table; null where it was not tested. */
	corrected: number | null;
	words: string;
};

const whole = (figures: readonly Figure[], id: FormulaId) =>
	figures.find(({ formula, by, show }) => formula === id && by === 'all' && show);

/**
 * One wave against another, rate by rate. @returns a sentence where they must not be compared
 */
export function compareWaves(before: Measured, after: Measured): Step[] | string {
	const refused = notComparable(
		{ mode: before.mode, formula: '' },
		{ mode: after.mode, formula: '' }
	);
	if (refused) return refused;
	const steps = formulaIds.flatMap((id): Omit<Step, 'corrected' | 'words'>[] => {
		if (isIndex(id)) return [];
		const [first, second] = [whole(before.figures, id), whole(after.figures, id)];
		if (!first || !second) return [];
		const drawn = first.interval !== null && second.interval !== null;
		const rate = ({ value, ...rest }: Figure) => ({ ...rest, p: value, sumW: 0 });
		return [
			{
				formula: id,
				label: formulaOf(id).label,
				from: before.title,
				to: after.title,
				before: first.value,
				after: second.value,
				difference: drawn ? differenceOf(rate(second), rate(first)) : null
			}
		];
	});
	if (steps.length === 0) return '两次调查没有用同一个算法的指标，不能比较';
	const tested = steps.map(({ difference }) => difference?.pValue ?? null);
	const corrected = holm(tested.map((p) => p ?? 1));
	return steps.map((step, i) => {
		const p = tested[i] == null ? null : corrected[i]!;
		return { ...step, corrected: p, words: wordsFor(step.difference, p) };
	});
}

function wordsFor(difference: Difference | null, p: number | null): string {
	if (!difference) return '自愿参与者，不作比较';
	const points = `${Math.abs(difference.d * 100).toFixed(1)} 个百分点`;
	if (p === null || p >= 0.05) return '变化在误差范围内';
	return difference.d > 0 ? `上升 ${points}` : `下降 ${points}`;
}

/** Each wave against the one before it of the same mode, the newest pair first. */
export function trendsOf(waves: readonly Measured[]): Step[][] {
	const sorted = [...waves].sort((a, b) => b.opensAt - a.opensAt);
	return sorted.flatMap((after, i) => {
		const before = sorted.slice(i + 1).find(({ mode }) => mode === after.mode);
		const steps = before && after.mode !== 'open' ? compareWaves(before, after) : '';
		return typeof steps === 'string' ? [] : [steps];
	});
}

import { differenceOf, holm, notComparable, type Difference } from './estimate/difference';
import { formulaIds, formulaOf, type FormulaId } from './formulas';
import { isIndex, type Figure } from './results';
import { waveModeNames, waveModes, type WaveMode } from './waves';

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

/** A rate in one wave, and how it stands to the wave before that has it. */
export type TrendPoint = {
	title: string;
	opensAt: number;
	value: number;
	interval: readonly [number, number];
	n: number;
	/** Null for the first. */
	words: string | null;
	/** After Holm's correction over all rates of the two waves. */
	corrected: number | null;
};

export type Trend = { formula: FormulaId; label: string; mode: WaveMode; points: TrendPoint[] };

/** How many waves a line shows, the newest of them. */
const most = 5;

/**
 * Each rate over the waves of one mode, the oldest first, each wave tested against the one before it. Only
 * of people who were drawn by chance, and only where two waves have the rate.
 */
export function trendsOf(waves: readonly Measured[]): Trend[] {
	const modes = waveModeNames.filter((mode) => waveModes[mode].drawn);
	return modes.flatMap((mode) => {
		const line = waves
			.filter((wave) => wave.mode === mode)
			.sort((a, b) => a.opensAt - b.opensAt)
			.slice(-most);
		const steps = line.map((wave, i) => {
			const before = line[i - 1];
			const compared = before ? compareWaves(before, wave) : [];
			return typeof compared === 'string' ? [] : compared;
		});
		return formulaIds.flatMap((formula): Trend[] => {
			const points = line.flatMap((wave, i) => pointOf(wave, formula, steps[i]!));
			if (isIndex(formula) || points.length < 2) return [];
			return [{ formula, label: formulaOf(formula).label, mode, points }];
		});
	});
}

function pointOf(
	{ title, opensAt, figures }: Measured,
	formula: FormulaId,
	steps: readonly Step[]
): TrendPoint[] {
	const figure = whole(figures, formula);
	if (!figure?.interval) return [];
	const { value, interval, n } = figure;
	const step = steps.find((one) => one.formula === formula);
	const change = { words: step?.words ?? null, corrected: step?.corrected ?? null };
	return [{ title, opensAt, value, interval, n, ...change }];
}

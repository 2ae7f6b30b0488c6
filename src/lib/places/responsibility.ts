/** 责任依据, the strongest first. */
export const basisTable = {
	law: { label: '法定' },
	document: { label: '文件' },
	assigned: { label: '交办' }
} as const satisfies Record<string, { label: string }>;

export type Basis = keyof typeof basisTable;
export const bases = Object.keys(basisTable) as [Basis, ...Basis[]];

export type Duty = {
	category: string;
	gridId: number | null;
	segmentId: number | null;
	unitId: number;
	basis: Basis;
	document: string;
};

/** How a unit was found; `gap` when no duty fits (管理盲区). */
export type Answer = { unitId: number; basis: Basis; document: string; rule: string; gap: boolean };

type Where = { category: string; group: string; gridId: number | null; segmentId: number | null };

/**
 * The unit that answers for a category at a place: the strongest basis wins (法定, 文件, 交办),
 * then the narrowest place, then the category before its group. With no duty it is the first of
 * `fallbacks`, flagged as a gap.
 */
export function whoAnswers(
	where: Where,
	duties: readonly Duty[],
	fallbacks: readonly { unitId: number | null; rule: string }[]
): Answer | null {
	const fitting = duties
		.filter(
			(duty) =>
				(duty.category === where.category || duty.category === where.group) &&
				(duty.gridId === null || duty.gridId === where.gridId) &&
				(duty.segmentId === null || duty.segmentId === where.segmentId)
		)
		.sort((a, b) => rank(a, where) - rank(b, where));
	const [duty] = fitting;
	if (duty) {
		const place = duty.segmentId !== null ? '路段' : duty.gridId !== null ? '网格' : '全域';
		const what = duty.category === where.category ? '类别' : '大类';
		return {
			unitId: duty.unitId,
			basis: duty.basis,
			document: duty.document,
			rule: `${basisTable[duty.basis].label} · 按${what}和${place}`,
			gap: false
		};
	}
	for (const { unitId, rule } of fallbacks) {
		if (unitId !== null) return { unitId, basis: 'assigned', document: '', rule, gap: true };
	}
	return null;
}

function rank(duty: Duty, where: Where): number {
	const place = duty.segmentId !== null ? 0 : duty.gridId !== null ? 1 : 2;
	return bases.indexOf(duty.basis) * 100 + place * 10 + (duty.category === where.category ? 0 : 1);
}

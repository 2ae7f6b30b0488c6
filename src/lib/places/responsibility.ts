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

export type Where = {
	category: string;
	group: string;
	gridId: number | null;
	segmentId: number | null;
};

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
	const fitting = fittingDuties(where, duties);
	const [duty] = fitting;
	if (duty) {
		const { unitId, basis, document } = duty;
		return { unitId, basis, document, rule: ruleOf(duty, where), gap: false };
	}
	for (const { unitId, rule } of fallbacks) {
		if (unitId !== null) return { unitId, basis: 'assigned', document: '', rule, gap: true };
	}
	return null;
}

/** The duties that speak of `where`, the one that wins first. */
export const fittingDuties = <D extends Duty>(where: Where, duties: readonly D[]): D[] =>
	duties
		.filter(
			(duty) =>
				(duty.category === where.category || duty.category === where.group) &&
				(duty.gridId === null || duty.gridId === where.gridId) &&
				(duty.segmentId === null || duty.segmentId === where.segmentId)
		)
		.sort((a, b) => rank(a, where) - rank(b, where));

/** By which rule a duty answers, in words. */
export function ruleOf(duty: Duty, where: Pick<Where, 'category'>): string {
	const place = duty.segmentId !== null ? '路段' : duty.gridId !== null ? '网格' : '全域';
	const what = duty.category === where.category ? '类别' : '大类';
	return `${basisTable[duty.basis].label} · 按${what}和${place}`;
}

/** The smaller wins; of two alike nothing says which. */
export function rank(duty: Duty, where: Pick<Where, 'category'>): number {
	const place = duty.segmentId !== null ? 0 : duty.gridId !== null ? 1 : 2;
	return bases.indexOf(duty.basis) * 100 + place * 10 + (duty.category === where.category ? 0 : 1);
}

type UnitInUse = { id: number; name: string; kind: string };

/** Whom to ask where no duty fits: the grid's lead unit, else the street office of its town, else 文明办. */
export function fallbacksFor(
	grid: { town: string; leadUnitId: number | null } | null,
	inUse: readonly UnitInUse[]
): { unitId: number | null; rule: string }[] {
	const lead = inUse.find(({ id }) => id === grid?.leadUnitId);
	const street = grid
		? inUse.find(({ kind, name }) => kind === 'town' && name.startsWith(grid.town))
		: undefined;
	const office = inUse.find(({ kind }) => kind === 'civility_office');
	return [
		{ unitId: lead?.id ?? null, rule: '管理盲区 · 网格牵头单位' },
		{ unitId: street?.id ?? null, rule: '管理盲区 · 属地街道' },
		{ unitId: office?.id ?? null, rule: '管理盲区 · 文明办' }
	];
}

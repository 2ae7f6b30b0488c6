/** Where volunteers stand. */
export const postKinds = {
	crossing: '路口',
	bus_stop: '公交站',
	school_gate: '校门',
	market: '市场',
	other: '其他'
} as const;
export type PostKind = keyof typeof postKinds;
export const postKindNames = Object.keys(postKinds) as [PostKind, ...PostKind[]];

/** The lowest age of each band; what is stored of a volunteer is the band, never a date of birth. */
export const ageBands = {
	'14-15': { label: '14–15 岁', from: 14 },
	'16-17': { label: '16–17 岁', from: 16 },
	'18-59': { label: '18–59 岁', from: 18 },
	'60+': { label: '60 岁及以上', from: 60 }
} as const;
export type AgeBand = keyof typeof ageBands;
export const ageBandNames = Object.keys(ageBands) as [AgeBand, ...AgeBand[]];

/** The ages below which a post can be closed: where the bands begin, for no more is known. */
export const minimumAges = [14, 16, 18] as const;

/** Of age in the sense of the law: no guardian has to agree. */
export const isMinor = (band: AgeBand): boolean => ageBands[band].from < 18;

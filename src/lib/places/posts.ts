/** 四长 and other chiefs, by the place they are chief of. */
export const chiefs = {
	grid: { label: '网格长', of: 'grid' },
	street: { label: '街长', of: 'segment' },
	building: { label: '楼长', of: 'building' },
	shop: { label: '店长', of: 'shop' },
	road: { label: '路长', of: 'segment' },
	river: { label: '河长', of: 'grid' },
	lane: { label: '巷长', of: 'segment' }
} as const satisfies Record<string, { label: string; of: string }>;

export type ChiefKind = keyof typeof chiefs;
export const chiefKinds = Object.keys(chiefs) as [ChiefKind, ...ChiefKind[]];

/** 一街五管: one of each on a street. */
export const forces = {
	police: { label: '公安交警' },
	urban: { label: '城管' },
	market: { label: '市场监管' },
	sanitation: { label: '环卫' },
	community: { label: '社区' }
} as const satisfies Record<string, { label: string }>;

export type OfficerForce = keyof typeof forces;
export const officerForces = Object.keys(forces) as [OfficerForce, ...OfficerForce[]];

export const tenureKinds = ['duty', 'grid', 'chief', 'officer'] as const;

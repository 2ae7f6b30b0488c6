/** What volunteers remind people of; counted, and nothing else is written down. */
export const dissuasionKinds = {
	red_light: '闯红灯',
	over_line: '越线',
	no_helmet: '不戴头盔',
	parking: '乱停车',
	litter: '乱扔垃圾',
	queue: '不排队',
	smoking: '违规吸烟',
	dog: '遛狗不牵绳',
	other: '其他'
} as const;
export type DissuasionKind = keyof typeof dissuasionKinds;
export const dissuasionNames = Object.keys(dissuasionKinds) as [
	DissuasionKind,
	...DissuasionKind[]
];

/** How often, by kind; a kind that is not there did not happen. */
export type DissuasionCounts = Partial<Record<DissuasionKind, number>>;
/** On one phone in one shift. */
export const mostOfAKind = 999;

/** One more or one less, never below none. */
export const countedOn = (
	counts: DissuasionCounts,
	kind: DissuasionKind,
	by: 1 | -1
): DissuasionCounts => ({
	...counts,
	[kind]: Math.min(mostOfAKind, Math.max(0, (counts[kind] ?? 0) + by))
});

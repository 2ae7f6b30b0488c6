/** What the office may choose for itself, each within bounds that the house sets. */
export const choices = {
	opening_quota: {
		label: '每人每天可以查看联系方式的次数',
		unit: '次',
		standard: 20,
		least: 0,
		most: 200
	}
} as const satisfies Record<string, Choice>;

type Choice = { label: string; unit: string; standard: number; least: number; most: number };
export type ChoiceName = keyof typeof choices;

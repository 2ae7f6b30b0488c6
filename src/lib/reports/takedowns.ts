import type { TimeLimit } from './deadlines';

type ReasonFacts = {
	label: string;
	/** Until when it is answered, counted by the work calendar. */
	limit: TimeLimit;
	/** Sorts before all that is not urgent, whatever its deadline. */
	urgent?: true;
};

/** Why someone asks that a public report be taken out of public view. */
export const takedownReasons = {
	depicted: { label: '拍到我或我的车', limit: { type: 'work_day', value: 3 } },
	untrue: { label: '内容不属实', limit: { type: 'work_day', value: 3 } },
	minor: { label: '涉及未成年人', limit: { type: 'work_hour', value: 4 }, urgent: true },
	other: { label: '其他', limit: { type: 'work_day', value: 3 } }
} as const satisfies Record<string, ReasonFacts>;

export type TakedownReason = keyof typeof takedownReasons;
export const takedownReasonNames = Object.keys(takedownReasons) as [
	TakedownReason,
	...TakedownReason[]
];

/** The facts of `reason` as their general type. */
export const takedownFacts = (reason: TakedownReason): ReasonFacts => takedownReasons[reason];

export const urgentTakedownReasons = takedownReasonNames.filter(
	(reason) => takedownFacts(reason).urgent
);

/** 撤下 or 保留, with what the button that decides so says. */
export const takedownOutcomes = {
	taken_down: { label: '已撤下', decide: '撤下，不再公开' },
	kept: { label: '保留公开', decide: '保留公开' }
} as const;

export type TakedownOutcome = keyof typeof takedownOutcomes;
export const takedownOutcomeNames = Object.keys(takedownOutcomes) as [
	TakedownOutcome,
	...TakedownOutcome[]
];

/** Longest statement of one who asks, characters. */
export const maxTakedownWords = 300;

/** How long the contact of one who asked outlives the answer, days. */
export const takedownContactDays = 30;

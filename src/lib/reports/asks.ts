import * as v from 'valibot';
import { plainText, requiredText } from '../accounts/forms';
import type { Actor } from '../accounts/roles';
import { Day } from './calendar-forms';
import type { LimitType } from './deadlines';
import { chosen } from './forms';
import type { Action } from './workflow';

type AskFacts = {
	label: string;
	/** By which the unit asks, and the supervisor answers. */
	asks: Action;
	grants: Action;
	refuses: Action;
};

/** What a unit may ask of the supervisors. */
export const askTable = {
	extension: {
		label: '延期',
		asks: 'ask_extension',
		grants: 'extend',
		refuses: 'refuse_extension'
	},
	suspension: {
		label: '挂账',
		asks: 'ask_suspension',
		grants: 'suspend',
		refuses: 'refuse_suspension'
	},
	appeal: {
		label: '申诉超时',
		asks: 'appeal',
		grants: 'grant_appeal',
		refuses: 'refuse_appeal'
	}
} as const satisfies Record<string, AskFacts>;

export type AskKind = keyof typeof askTable;
export const askKinds = Object.keys(askTable) as [AskKind, ...AskKind[]];
export const askFacts = (kind: AskKind): AskFacts => askTable[kind];

/** How much more may be asked for, in the unit of the case's own limit. */
export const extensionChoices: Record<LimitType, readonly number[]> = {
	urgent_hour: [1, 2, 4, 8, 24],
	work_hour: [1, 2, 4, 8, 16],
	work_minute: [15, 30, 60, 120],
	work_day: [1, 2, 3, 5, 10, 15],
	natural_day: [1, 2, 3, 7, 15, 30]
};

/** 申诉 goes to a second level once, and then no further. */
export const appealLevels = 2;

/** How long 挂账 may be asked for, days. */
export const longestSuspension = 365;

export type AskStanding = {
	kind: AskKind;
	decidedAt: number | null;
	granted: boolean | null;
};

/** What became of an ask; `lapsed`: the case moved on before anyone answered. */
export const askOutcome = ({ decidedAt, granted }: AskStanding) =>
	decidedAt === null ? 'open' : granted === null ? 'lapsed' : granted ? 'granted' : 'refused';

export const outcomeLabels: Record<ReturnType<typeof askOutcome>, string> = {
	open: '等待答复',
	granted: '已准',
	refused: '不准',
	lapsed: '已失效'
};

/** Why the unit cannot ask for `kind` now, besides what the workflow says; null when it can. */
export function whyNotAsk(
	kind: AskKind,
	earlier: readonly AskStanding[],
	excused: boolean
): string | null {
	const same = earlier.filter((ask) => ask.kind === kind);
	if (same.some((ask) => askOutcome(ask) === 'open')) {
		return `已有一份${askFacts(kind).label}申请在等待答复`;
	}
	if (kind !== 'appeal') return null;
	if (excused) return '申诉已经准予';
	const answered = same.filter((ask) => askOutcome(ask) === 'refused').length;
	return answered >= appealLevels ? '两级申诉都已答复，不能再申诉' : null;
}

const Amount = v.pipe(
	v.optional(v.string(), ''),
	v.regex(/^\d{1,3}$/, '请选择要多少时间'),
	v.transform(Number),
	v.minValue(1, '请选择要多少时间')
);

export const AskExtension = v.object({ reason: requiredText(300, '理由'), value: Amount });
export const AskSuspension = v.object({ reason: requiredText(300, '理由'), until: Day });
export const Appeal = v.object({ reason: requiredText(300, '理由') });
export const Resume = v.object({});

export const DecideAsk = v.object({
	id: v.pipe(v.string('没有这份申请'), v.regex(/^\d{1,15}$/, '没有这份申请'), v.transform(Number)),
	answer: chosen(['grant', 'refuse'], '请选择准或不准'),
	reason: requiredText(300, '理由'),
	publicWords: v.optional(plainText(100, '给居民看的话'), '')
});
export type DecideAsk = v.InferOutput<typeof DecideAsk>;

export const mayDecideAsks = (actor: Actor): boolean => actor.role === 'supervisor';

/** An ask as its line is read, whoever reads it. */
export type AskShown = AskStanding & {
	id: number;
	reason: string;
	/** 延期: how much, in words. */
	amount: string | null;
	/** 挂账: the expected day's end. */
	until: number | null;
	level: number;
	at: number;
	answer: string;
	/** Who answered. */
	by: string | null;
};

/** One 催办 or 督办 of a case. */
export type Pressed = {
	id: number;
	action: string;
	at: number;
	note: string;
	who: string | null;
};

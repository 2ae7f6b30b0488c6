import * as v from 'valibot';
import { plainText } from '../accounts/forms';
import { readCode } from './code';
import { categoryLabel } from './categories';
import { bases } from '../places/responsibility';
import { chosen, ReportKey } from './forms';
import { actions, rejectReasonNames, rejectReasons, type RejectReason } from './workflow';

/** How long an order can be taken back before it is carried out. */
export const undoMs = 10_000;

/** How many reports one order holds at most. */
export const mostItems = 500;

/** What can be ordered for one report or for many. `assign` is no step of the workflow. */
export const orderActions = {
	accept: { label: actions.accept.label },
	note: { label: actions.note.label },
	dispatch: { label: actions.dispatch.label },
	ask_verify: { label: actions.ask_verify.label },
	merge: { label: actions.merge.label },
	reject: { label: actions.reject.label },
	assign: { label: '指派给同事' }
} as const satisfies Record<string, { label: string }>;

export type OrderAction = keyof typeof orderActions;
export const orderActionNames = Object.keys(orderActions) as [OrderAction, ...OrderAction[]];

const note = v.optional(plainText(300, '说明'), '');
const id = (ask: string) =>
	v.pipe(v.optional(v.string(), ''), v.regex(/^\d{1,12}$/, ask), v.transform(Number));
const number = v.optional(
	v.pipe(
		v.string(),
		v.regex(/^\d{0,12}$/, '请从列表中选择'),
		v.transform((text) => Number(text) || 0)
	),
	''
);

/** What each order takes besides its reports. */
export const orderForms = {
	/** `send`: also 派遣 to the unit that a duty names; `unitId`: only if it is still that one. */
	accept: v.object({
		send: v.optional(
			v.pipe(
				v.string(),
				v.transform((text) => text === 'on')
			),
			''
		),
		unitId: number
	}),
	note: v.object({ note }),
	dispatch: v.object({
		unitId: id('请选择单位'),
		basis: chosen(bases, '请选择依据'),
		document: v.optional(plainText(80, '文件号'), ''),
		note
	}),
	ask_verify: v.object({ note }),
	merge: v.object({
		target: v.pipe(
			v.optional(v.string(), ''),
			v.transform(readCode),
			v.string('编号是 8 位，例如 7K3F-9QXM')
		)
	}),
	reject: v.object({ reason: chosen(rejectReasonNames, '请选择理由'), note }),
	assign: v.object({ accountId: id('请选择同事') })
} as const satisfies Record<OrderAction, v.GenericSchema>;

export type OrderForms = {
	[Action in OrderAction]: v.InferOutput<(typeof orderForms)[Action]>;
};

/** What was ordered: an action and what it takes, which belong together. */
export type Ordered = {
	[Action in OrderAction]: { action: Action; input: OrderForms[Action] };
}[OrderAction];

export type OrderInput = Ordered['input'];

const codes = v.pipe(
	v.string('请先选择案件'),
	v.transform((text) => [...new Set(text.split(',').flatMap((code) => readCode(code) ?? []))]),
	v.minLength(1, '请先选择案件'),
	v.maxLength(mostItems, `一次最多 ${mostItems} 件`)
);

/** The outer part of an order as a form sends it; the rest is of `orderForms[action]`. */
export const NewOrder = v.object({
	key: ReportKey,
	codes,
	action: chosen(orderActionNames, '请选择怎么办')
});

export type Names = { unit?: string; colleague?: string };

/** What was ordered, in a few words: '不予受理：信息不清'. */
export function orderWords({ action, input }: Ordered, { unit, colleague }: Names = {}): string {
	const { label } = orderActions[action];
	switch (action) {
		case 'accept':
			return input.send ? `${label}并派遣` : label;
		case 'dispatch':
			return unit ? `${label}：${unit}` : label;
		case 'merge':
			return `${label}：并入 ${input.target}`;
		case 'reject':
			return `${label}：${rejectReasons[input.reason].label}`;
		case 'assign':
			return colleague ? `指派给${colleague}` : label;
		default:
			return label;
	}
}

/** The reason that `digit` means in the list of reasons, counted from 1. */
export const reasonByNumber = (digit: number): RejectReason | undefined =>
	rejectReasonNames[digit - 1];

export const lineTitle = (line: { category: string; placeName: string }): string =>
	[categoryLabel(line.category), line.placeName].filter(Boolean).join(' · ');

/** What a form for many asks; what only makes sense for one report is left out. */
export const orderFields = {
	accept: ['send'],
	note: ['note'],
	dispatch: ['unitId', 'basis', 'document', 'note'],
	ask_verify: ['note'],
	merge: ['target'],
	reject: ['reason', 'note'],
	assign: ['accountId']
} as const satisfies Record<OrderAction, readonly string[]>;

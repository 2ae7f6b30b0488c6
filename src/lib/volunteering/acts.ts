import type { SignupAction, SignupState } from './signups';

export const actorKinds = ['volunteer', 'lead', 'office', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** What can be sent from the spot: by whom, and what it does to a sign-up. */
export const acts = {
	/** By the number on the lead's phone. */
	check_in: { label: '签到', by: ['volunteer'], moves: 'check_in' },
	check_out: { label: '签退', by: ['volunteer'], moves: 'complete' },
	/** By the lead's own eyes: it is vouched for, not measured. */
	here: { label: '记到场', by: ['lead', 'office'], moves: 'check_in' },
	left: { label: '提前离开', by: ['lead', 'office'], moves: 'leave_early' },
	miss: { label: '记未到', by: ['lead', 'office'], moves: 'miss' },
	/** The number came in, the person did not. */
	not_here: { label: '人不在', by: ['lead', 'office'], moves: 'not_here' },
	admit: { label: '同意参加', by: ['lead', 'office'], moves: 'admit' },
	turn_away: { label: '请回', by: ['lead', 'office'], moves: 'turn_away' },
	/** Someone without a phone, by 志愿者编号. */
	walk_in: { label: '现场加入', by: ['lead', 'office'], moves: 'check_in' },
	/** Nobody knows when somebody left: minutes that the lead answers for. */
	vouch: { label: '证明时长', by: ['lead', 'office'], moves: null },
	/** Everyone who is here goes home. */
	finish: { label: '结束班次', by: ['lead', 'office'], moves: 'complete' },
	note: { label: '记一句', by: ['lead', 'office'], moves: null }
} as const satisfies Record<
	string,
	{ label: string; by: readonly ActorKind[]; moves: SignupAction | null }
>;

export type Act = keyof typeof acts;
export const actNames = Object.keys(acts) as [Act, ...Act[]];

const actsOf = (kind: ActorKind) =>
	actNames.filter((act) => (acts[act].by as readonly ActorKind[]).includes(kind));
export const volunteerActs = actsOf('volunteer') as ['check_in', 'check_out'];
export type VolunteerAct = (typeof volunteerActs)[number];
export type LeadAct = Exclude<Act, VolunteerAct>;
export const leadActs = actsOf('lead') as [LeadAct, ...LeadAct[]];
/** About the shift and not about someone. */
export const actsOfShift: readonly Act[] = ['finish', 'note'];

/** What the end of a shift does to whoever is in a state. */
export const atTheEnd: Partial<Record<SignupState, SignupAction>> = {
	checked_in: 'complete',
	confirmed: 'miss',
	asking: 'lapse',
	waitlisted: 'lapse',
	offered: 'lapse'
};

/** Each act is answered by one of these; the sentence is shown as it is. */
export const actAnswers = {
	done: '已记下',
	already: '已经记过了，不用再来一次',
	asking: '您没有报这个班次，已经告诉队长，请等队长确认',
	/** Counts as soon as the check-in arrives, which is still on another phone. */
	awaits: '已记下，还没有收到签到；签到送到后一起算',
	wrong_number: '号码不对或已经过期，请看队长手机上现在的号码',
	too_many_tries: '号码错的次数太多，请等 10 分钟，或请队长直接为您记到场',
	not_yet: '还没有到签到时间',
	not_begun: '班次还没有开始，现在不能这样记',
	over: '这个班次已经结束了',
	called_off: '这个班次已经取消',
	not_here: '您还没有签到',
	is_here: '这位志愿者已经到场；号码到了而人没来，请记“人不在”',
	own: '队长不能为自己作证，请文明办记',
	full: '名额已满',
	unknown: '没有这位志愿者，请核对编号',
	not_possible: '现在不能这样记'
} as const;
export type ActAnswer = keyof typeof actAnswers;
export const actAnswerNames = Object.keys(actAnswers) as [ActAnswer, ...ActAnswer[]];

/** Taken in: it holds, or will once the rest is here. Every other answer is a refusal by rule. */
export const standingAnswers: readonly ActAnswer[] = ['done', 'already', 'asking', 'awaits'];

/** Why nobody measured how long somebody was there. */
export const vouchReasons = {
	no_phone: '没带手机',
	flat: '手机没电',
	cannot: '不会操作手机',
	no_network: '网络不通',
	other: '其他原因，队长当场看到'
} as const;
export type VouchReason = keyof typeof vouchReasons;
export const vouchReasonNames = Object.keys(vouchReasons) as [VouchReason, ...VouchReason[]];

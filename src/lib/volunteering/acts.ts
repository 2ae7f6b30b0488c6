import type { SignupAction } from './signups';

/** What can be sent from the spot: by whom, and what it does to a sign-up. */
export const acts = {
	/** By the number on the lead's phone. */
	check_in: { by: ['volunteer'], moves: 'check_in' },
	check_out: { by: ['volunteer'], moves: 'complete' },
	/** By the lead's own eyes: it is vouched for, not measured. */
	here: { by: ['lead', 'office'], moves: 'check_in' },
	left: { by: ['lead', 'office'], moves: 'leave_early' },
	miss: { by: ['lead', 'office'], moves: 'miss' },
	/** The number came in, the person did not. */
	not_here: { by: ['lead'], moves: 'not_here' },
	admit: { by: ['lead'], moves: 'admit' },
	turn_away: { by: ['lead'], moves: 'turn_away' },
	/** Someone without a phone, by 志愿者编号. */
	walk_in: { by: ['lead'], moves: 'check_in' },
	/** Everyone who is here goes home. */
	finish: { by: ['lead', 'office'], moves: 'complete' },
	note: { by: ['lead', 'office'], moves: null }
} as const satisfies Record<
	string,
	{ by: readonly ('volunteer' | 'lead' | 'office')[]; moves: SignupAction | null }
>;

export type Act = keyof typeof acts;
export const actNames = Object.keys(acts) as [Act, ...Act[]];
export const actorKinds = ['volunteer', 'lead', 'office', 'system'] as const;

/** Each act is answered by one of these; the sentence is shown as it is. */
export const actAnswers = {
	done: '已记下',
	already: '已经记过了，不用再来一次',
	asking: '您没有报这个班次，已经告诉队长，请等队长确认',
	wrong_number: '号码不对或已经过期，请看队长手机上现在的号码',
	too_many_tries: '号码错的次数太多，请等 10 分钟，或请队长直接为您记到场',
	not_yet: '还没有到签到时间',
	over: '这个班次已经结束了',
	called_off: '这个班次已经取消',
	not_here: '您还没有签到',
	own: '队长不能为自己作证，请文明办记',
	full: '名额已满',
	unknown: '没有这位志愿者',
	not_possible: '现在不能这样记'
} as const;
export type ActAnswer = keyof typeof actAnswers;
export const actAnswerNames = Object.keys(actAnswers) as [ActAnswer, ...ActAnswer[]];

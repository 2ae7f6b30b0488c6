import type { No } from './sign-up';

/** Who comes together to serve. */
export const groupKinds = {
	unit: '单位',
	community: '社区',
	school: '学校',
	union: '工会',
	other: '其他'
} as const;
export type GroupKind = keyof typeof groupKinds;
export const groupKindNames = Object.keys(groupKinds) as [GroupKind, ...GroupKind[]];

/** What became of asking a member, as the coordinator reads it; what is personal stays with the member. */
export const proposalAnswers = {
	asked: '已发出，等本人决定',
	already_in: '本人已经报了这个班次',
	asked_before: '这个班次已经问过，不再打扰',
	not_member: '不是团队成员，不能请',
	not_suitable: '这次不合适，没有发出',
	full: '没有空的名额了',
	too_near: '离开始太近，来不及等答复',
	not_open_yet: '这个班次还没有开放报名',
	called_off: '这个班次已经取消'
} as const;
export type ProposalAnswer = keyof typeof proposalAnswers;

/** Which of the reasons against a place are about the shift, so that a coordinator may read them. */
export const ofTheShift: Partial<Record<No, ProposalAnswer>> = {
	already_in: 'already_in',
	called_off: 'called_off',
	not_open_yet: 'not_open_yet',
	too_late: 'too_near'
};

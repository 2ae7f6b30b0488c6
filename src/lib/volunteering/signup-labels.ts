import type { SignupState } from './signups';

export const signupLabels: Record<SignupState, string> = {
	confirmed: '已报名',
	waitlisted: '候补中',
	offered: '有名额，待确认',
	asking: '等队长确认',
	checked_in: '已签到',
	completed: '已完成',
	left_early: '提前离开',
	no_show: '未到',
	cancelled: '已取消',
	late_cancelled: '临时取消'
};

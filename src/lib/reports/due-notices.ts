import type { NoticeFacts } from './notices';
import type { ClockName } from './workflow';

/** `soon`: a quarter of the limit is left; `over`: nothing is; `expected`: 挂账 has lasted as long as it should. */
export const lateMarks = ['soon', 'over', 'expected'] as const;
export type LateMark = (typeof lateMarks)[number];

export type LateRecipient = 'moderator' | 'unit' | 'checker' | 'supervisor';

/** Whose step each clock measures. */
const owners: Record<ClockName, LateRecipient> = {
	intake: 'moderator',
	dispatch: 'moderator',
	verify: 'checker',
	check: 'checker',
	handle: 'unit'
};

/** Who must know when a clock comes to a mark: who has it to do; when it is late, the supervisors too. */
export const whoMustKnow = (clock: ClockName, mark: LateMark): LateRecipient[] =>
	mark === 'soon' ? [owners[clock]] : [owners[clock], 'supervisor'];

/** Where each finds all that is late. */
export const lateLists: Record<LateRecipient, string> = {
	moderator: '/admin',
	unit: '/unit',
	checker: '/check',
	supervisor: '/admin/supervised#late'
};

const headings: Record<LateMark, string> = {
	soon: '即将超时',
	over: '已超时',
	expected: '挂账到期'
};

const asks: Record<LateMark, string> = {
	soon: '请尽快办理。',
	over: '请马上办理。',
	expected: '到了预计恢复的日子，请恢复办理，或者重新申请。'
};

/** Of one case: what it is, and until when it is or was to be done. */
export const lateLetter = (
	mark: LateMark,
	{ category, place, unit }: Pick<NoticeFacts, 'category' | 'place' | 'unit'>,
	due: string,
	to: LateRecipient
) => ({
	title: `一件${headings[mark]}`,
	body: `${category}${place ? `（${place}）` : ''}${
		to === 'supervisor' && unit ? `，${unit}` : ''
	}，期限 ${due}。${to === 'supervisor' ? '' : asks[mark]}`
});

/** Of many at once, in one letter. */
export const lateDigest = (mark: LateMark, many: number, to: LateRecipient) => ({
	title: `有 ${many} 件${headings[mark]}`,
	body: `从急到缓列在清单里。${to === 'supervisor' ? '' : asks[mark]}`
});

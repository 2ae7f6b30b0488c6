import type { Role } from '../accounts/roles';

/** The six steps that the public sees. */
export const steps = ['上报', '受理', '派遣', '处置', '核查', '结案'] as const;

export type ClockName = 'intake' | 'verify' | 'dispatch' | 'handle' | 'check';

/** Whose screen shows it; nothing is in nobody's. `phone`: its photos are still on the way. */
export type Queue = 'moderator' | 'unit' | 'checker' | 'supervisor' | 'archive';

type StateFacts = {
	label: string;
	/** Index into `steps`: how far the public sees it. */
	step: 0 | 1 | 2 | 3 | 4 | 5;
	queue: Queue;
	/** The clock that runs here; the others pause. */
	clock: ClockName | null;
	/** Why none runs though it is open, and who is reminded instead. */
	unclocked?: string;
	/** Nothing more is to be done, and all clocks are stopped. */
	over: boolean;
	/** What a resident reads. */
	plain: string;
};

export const states = {
	submitted: {
		label: '待受理',
		step: 0,
		queue: 'moderator',
		clock: 'intake',
		over: false,
		plain: '已收到，等待文明办审核'
	},
	verifying: {
		label: '待核实',
		step: 0,
		queue: 'checker',
		clock: 'verify',
		over: false,
		plain: '已派人到现场确认'
	},
	noted: {
		label: '已登记',
		step: 1,
		queue: 'archive',
		clock: null,
		over: true,
		plain: '已登记，用于安排文明劝导和改进工作'
	},
	rejected: {
		label: '不予受理',
		step: 1,
		queue: 'archive',
		clock: null,
		over: true,
		plain: '没有受理，原因见下'
	},
	merged: {
		label: '已并案',
		step: 1,
		queue: 'archive',
		clock: null,
		over: true,
		plain: '与同一问题的另一件合并办理，进度同步'
	},
	filed: {
		label: '已立案',
		step: 1,
		queue: 'moderator',
		clock: 'dispatch',
		over: false,
		plain: '已受理，正在确定由谁办理'
	},
	dispatched: {
		label: '已派遣',
		step: 2,
		queue: 'unit',
		clock: 'handle',
		over: false,
		plain: '已交责任单位，等待签收'
	},
	returned: {
		label: '已退回',
		step: 2,
		queue: 'moderator',
		clock: 'dispatch',
		over: false,
		plain: '单位说明不属其职责，正在重新派遣'
	},
	processing: {
		label: '处置中',
		step: 3,
		queue: 'unit',
		clock: 'handle',
		over: false,
		plain: '责任单位正在办理'
	},
	suspended: {
		label: '已挂账',
		step: 3,
		queue: 'unit',
		clock: null,
		unclocked: '挂账期间不计时；到预计恢复的日子，提醒单位和督导员',
		over: false,
		plain: '因客观原因暂缓，恢复后继续办理'
	},
	rework: {
		label: '返工',
		step: 3,
		queue: 'unit',
		clock: 'handle',
		over: false,
		plain: '核查未通过，责任单位重新办理'
	},
	awaiting_check: {
		label: '待核查',
		step: 4,
		queue: 'checker',
		clock: 'check',
		over: false,
		plain: '单位已反馈，等待现场核查'
	},
	closed: {
		label: '已结案',
		step: 5,
		queue: 'archive',
		clock: null,
		over: true,
		plain: '核查通过，问题已解决'
	},
	voided: {
		label: '已作废',
		step: 1,
		queue: 'archive',
		clock: null,
		over: true,
		plain: '已作废'
	}
} as const satisfies Record<string, StateFacts>;

export type State = keyof typeof states;
export const stateNames = Object.keys(states) as [State, ...State[]];

/** Why a report was not taken in; `plain` is what the reporter reads. */
export const rejectReasons = {
	out_of_scope: {
		label: '非受理范围',
		plain: '这件事不属于文明创建的受理范围，建议拨打 12345 反映。'
	},
	unclear: { label: '信息不清', plain: '照片或位置看不清楚，请补充后再报一次。' },
	not_true: { label: '不属实', plain: '到现场没有发现所说的问题。' },
	already_done: { label: '已处理', plain: '问题在受理前已经处理好了。' },
	permitted: { label: '许可摊点内', plain: '这里是经批准的经营或停放区域。' },
	malicious: { label: '恶意', plain: '内容不符合上报规则。' }
} as const;

export type RejectReason = keyof typeof rejectReasons;
export const rejectReasonNames = Object.keys(rejectReasons) as [RejectReason, ...RejectReason[]];

export const findings = {
	exists: { label: '问题存在' },
	not_there: { label: '问题不存在' },
	could_not_tell: { label: '无法判断' }
} as const;

export type Finding = keyof typeof findings;
export const findingNames = Object.keys(findings) as [Finding, ...Finding[]];

/** What a second look at a closed case finds. */
export const lookFindings = {
	holds: { label: '仍然完好' },
	broken: { label: '问题又出现' }
} as const;

export type LookFinding = keyof typeof lookFindings;
export const lookFindingNames = Object.keys(lookFindings) as [LookFinding, ...LookFinding[]];

export const scores = {
	satisfied: { label: '满意' },
	fair: { label: '基本满意' },
	dissatisfied: { label: '不满意' }
} as const;

export type Score = keyof typeof scores;
export const scoreNames = Object.keys(scores) as [Score, ...Score[]];

/** `reporter` is the one who sent it in, signed in or by claim link; `follower` follows it. */
export type Party = Role | 'reporter' | 'follower';

export type Need =
	'reason' | 'photo' | 'unit' | 'target' | 'finding' | 'score' | 'expected' | 'colleague';

/** What has to have come before, any one of them. */
export type Ground = 'dissatisfied' | 'broken';

export type ActionFacts = {
	label: string;
	from: readonly State[];
	/** `same` stays where it is. */
	to: State | 'same';
	by: readonly Party[];
	/** What must come with it. */
	needs?: readonly Need[];
	/** Only reports of these kinds; all where absent. */
	kinds?: readonly ('issue' | 'conduct' | 'praise')[];
	/** The actor must not belong to the unit that handles it. */
	notOwnUnit?: true;
	/** A unit's handler must belong to the unit that handles it. */
	ownUnit?: true;
	/** A unit's handler must belong to a unit that assists. */
	assisting?: true;
	/** How often at most in a report's life. */
	times?: number;
	/** Only where one of these came before: a 不满意, or a second look that found it broken. */
	grounds?: readonly Ground[];
	/** Only when the handling clock had run out. */
	whenOverdue?: true;
	/** Only while it is under 督办 or 挂牌督办. */
	whenSupervised?: true;
	/** Only while the public does not see it. */
	beforeRelease?: true;
	/** Shown on the public journey; absent: inside the house only. */
	public?: string;
};

const open = [
	'submitted',
	'verifying',
	'filed',
	'dispatched',
	'returned',
	'processing',
	'suspended',
	'rework',
	'awaiting_check'
] as const satisfies readonly State[];

/** What may happen to a report. Adding an action is adding a line. */
export const actions = {
	accept: {
		label: '受理立案',
		from: ['submitted'],
		to: 'filed',
		by: ['moderator'],
		kinds: ['issue'],
		public: '文明办已受理'
	},
	note: {
		label: '登记',
		from: ['submitted'],
		to: 'noted',
		by: ['moderator'],
		kinds: ['conduct', 'praise'],
		public: '文明办已登记，谢谢您'
	},
	ask_verify: {
		label: '派人核实',
		from: ['submitted'],
		to: 'verifying',
		by: ['moderator'],
		public: '已派人到现场确认'
	},
	verified: {
		label: '核实反馈',
		from: ['verifying'],
		to: 'submitted',
		by: ['checker'],
		needs: ['finding'],
		public: '已到现场确认'
	},
	reject: {
		label: '不予受理',
		from: ['submitted'],
		to: 'rejected',
		by: ['moderator'],
		needs: ['reason'],
		public: '没有受理'
	},
	appeal_rejection: {
		label: '申请复核',
		from: ['rejected'],
		to: 'submitted',
		by: ['reporter'],
		needs: ['reason'],
		times: 1,
		public: '上报人申请复核'
	},
	merge: {
		label: '并案',
		from: ['submitted', 'filed'],
		to: 'merged',
		by: ['moderator'],
		needs: ['target'],
		public: '与同一问题的另一件合并办理'
	},
	dispatch: {
		label: '派遣',
		from: ['filed', 'returned'],
		to: 'dispatched',
		by: ['moderator'],
		needs: ['unit'],
		kinds: ['issue'],
		public: '已派遣'
	},
	assist: {
		label: '协办单位',
		from: ['dispatched', 'processing', 'suspended', 'rework', 'awaiting_check'],
		to: 'same',
		by: ['moderator'],
		kinds: ['issue'],
		public: '确定协办单位'
	},
	assist_note: {
		label: '协办说明',
		from: ['dispatched', 'processing', 'suspended', 'rework', 'awaiting_check'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason'],
		assisting: true
	},
	acknowledge: {
		label: '签收',
		from: ['dispatched'],
		to: 'processing',
		by: ['unit_handler'],
		ownUnit: true,
		public: '责任单位已签收'
	},
	return: {
		label: '退回',
		from: ['dispatched', 'processing', 'rework'],
		to: 'returned',
		by: ['unit_handler'],
		needs: ['reason'],
		ownUnit: true,
		public: '正在重新确定责任单位'
	},
	hand_over: {
		label: '转交同事',
		from: ['dispatched', 'processing', 'suspended', 'rework'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['colleague'],
		ownUnit: true
	},
	ask_extension: {
		label: '申请延期',
		from: ['processing', 'rework'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason', 'expected'],
		ownUnit: true
	},
	extend: {
		label: '准予延期',
		from: ['processing', 'rework'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason'],
		public: '经批准延长办理时限'
	},
	refuse_extension: {
		label: '不准延期',
		from: ['processing', 'rework'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason']
	},
	ask_suspension: {
		label: '申请挂账',
		from: ['processing', 'rework'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason', 'expected'],
		ownUnit: true
	},
	suspend: {
		label: '准予挂账',
		from: ['processing', 'rework'],
		to: 'suspended',
		by: ['supervisor'],
		needs: ['reason', 'expected'],
		public: '经批准暂缓办理'
	},
	refuse_suspension: {
		label: '不准挂账',
		from: ['processing', 'rework'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason']
	},
	resume: {
		label: '恢复办理',
		from: ['suspended'],
		to: 'processing',
		by: ['unit_handler', 'supervisor'],
		ownUnit: true,
		public: '恢复办理'
	},
	feedback: {
		label: '反馈',
		from: ['processing', 'rework'],
		to: 'awaiting_check',
		by: ['unit_handler'],
		needs: ['photo'],
		ownUnit: true,
		public: '责任单位反馈已处理'
	},
	pass: {
		label: '核查通过',
		from: ['awaiting_check'],
		to: 'closed',
		by: ['checker'],
		notOwnUnit: true,
		public: '现场核查通过，已结案'
	},
	fail: {
		label: '退回返工',
		from: ['awaiting_check'],
		to: 'rework',
		by: ['checker'],
		needs: ['reason', 'photo'],
		notOwnUnit: true,
		public: '现场核查未通过，退回重新办理'
	},
	second_look: {
		label: '复查',
		from: ['closed'],
		to: 'same',
		by: ['checker'],
		needs: ['finding'],
		notOwnUnit: true
	},
	mend: {
		label: '修改说明',
		from: open,
		to: 'same',
		by: ['reporter'],
		beforeRelease: true
	},
	rate: {
		label: '评价',
		from: ['closed'],
		to: 'same',
		by: ['reporter', 'follower'],
		needs: ['score']
	},
	reopen: {
		label: '重开',
		from: ['closed'],
		to: 'rework',
		by: ['moderator'],
		needs: ['reason'],
		grounds: ['dissatisfied', 'broken'],
		times: 1,
		public: '根据市民评价或复查重新办理'
	},
	urge: { label: '催办', from: open, to: 'same', by: ['moderator', 'supervisor'] },
	supervise: {
		label: '督办',
		from: open,
		to: 'same',
		by: ['supervisor'],
		needs: ['reason'],
		public: '已列入督办'
	},
	supervise_listed: {
		label: '挂牌督办',
		from: open,
		to: 'same',
		by: ['supervisor'],
		needs: ['reason', 'expected'],
		public: '已挂牌督办'
	},
	lift_supervision: {
		label: '解除督办',
		from: open,
		to: 'same',
		by: ['supervisor'],
		needs: ['reason'],
		whenSupervised: true
	},
	appeal: {
		label: '申诉超时',
		from: ['closed'],
		to: 'same',
		by: ['unit_handler'],
		needs: ['reason'],
		ownUnit: true,
		times: 2,
		whenOverdue: true
	},
	grant_appeal: {
		label: '准予申诉',
		from: ['closed'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason'],
		whenOverdue: true
	},
	refuse_appeal: {
		label: '不准申诉',
		from: ['closed'],
		to: 'same',
		by: ['supervisor'],
		needs: ['reason'],
		whenOverdue: true
	},
	void: {
		label: '作废',
		from: [...open, 'noted', 'rejected', 'merged', 'closed'],
		to: 'voided',
		by: ['system_admin'],
		needs: ['reason']
	}
} as const satisfies Record<string, ActionFacts>;

export type Action = keyof typeof actions;
export const actionNames = Object.keys(actions) as [Action, ...Action[]];

/** The facts of `action` as its general type. */
export const actionFacts = (action: Action): ActionFacts => actions[action];

/** Where `action` leads from `state`; undefined where it cannot be taken. */
export function destination(state: State, action: Action): State | undefined {
	const { from, to } = actionFacts(action);
	if (!from.includes(state)) return undefined;
	return to === 'same' ? state : to;
}

export const statesInQueue = (queue: Queue): State[] =>
	stateNames.filter((state) => states[state].queue === queue);

export const openStates: readonly State[] = stateNames.filter((state) => !states[state].over);

/** How many days after closing a rating is taken. */
export const ratingDays = 7;

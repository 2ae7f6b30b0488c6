import { dayOf, formatDay } from '../time/shanghai';

/** How people are asked; figures of two modes are never pooled and never compared. */
export const waveModes = {
	open: {
		label: '公开链接',
		public: '自愿参与者',
		/** Only who was drawn by chance gives an interval. */
		drawn: false,
		about: '谁看到谁填。结果只能说明“填了问卷的人”怎么看，不能代表全体居民，不给误差范围。'
	},
	invited: {
		label: '邀请信',
		public: '随机抽取住户，凭邀请信作答',
		drawn: true,
		about: '信寄到抽中的住户，或用短信发链接，一份邀请收一份答卷；邀请和答卷之间没有联系。'
	},
	visited: {
		label: '入户访问',
		public: '随机抽取住户，访问员入户',
		drawn: true,
		about: '先抽网格，再抽住户，访问员上门；抽样的种子公开，谁都可以重算。'
	}
} as const;
export type WaveMode = keyof typeof waveModes;
export const waveModeNames = Object.keys(waveModes) as [WaveMode, ...WaveMode[]];

export const waveStates = {
	draft: { label: '准备中', tone: 'neutral' },
	running: { label: '进行中', tone: 'active' },
	closed: { label: '已结束，待发布', tone: 'warn' },
	released: { label: '已发布', tone: 'done' }
} as const;
export type WaveState = keyof typeof waveStates;
export const waveStateNames = Object.keys(waveStates) as [WaveState, ...WaveState[]];

type Times = { state: WaveState; opensAt: number; closesAt: number };

/** Why nobody can answer just now, for a visitor; null while they can. */
export function shutBecause({ state, opensAt, closesAt }: Times, at: number): string | null {
	if (state === 'draft') return '这次调查还没有开始。';
	if (state !== 'running' || at >= closesAt) return '这次调查已经结束，谢谢您的关心。';
	if (at < opensAt) return `这次调查还没有开始，${formatDay(dayOf(opensAt), at)}起可以填。`;
	return null;
}

/** How far one person one answer can be promised, as the page says it. */
export const onceWords: Record<WaveMode, string> = {
	open: '这次调查谁都可以填，参加的是自愿参与者。同一部手机的同一个浏览器只收一份；换一部手机或清除浏览器数据，我们认不出来。所以结果只代表填了问卷的人。',
	invited:
		'一份邀请只收一份答卷。邀请和答卷分开存放，没有办法知道哪份答卷来自哪封信、哪条短信，短信发出号码就抹去；按网格抽样寄出的信，答卷只多记一个网格。',
	visited: '每个抽中的住户访问一位居民，只收一份答卷。地址和答卷分开存放。'
};

/** After the end, a phone that had no network is still heard. */
export const lateDays = 7;

/** What came of a visit. `over` needs no further call. */
export const outcomes = {
	pending: { label: '还没去', over: false },
	complete: { label: '完成访问', over: true },
	partial: { label: '中途停止', over: true },
	refused: { label: '拒绝访问', over: true },
	callback: { label: '没人在家，再去', over: false },
	non_contact: { label: '多次没人在家', over: true },
	other: { label: '不便回答（生病、外出等）', over: true },
	ineligible: { label: '不是住户（空房、店铺、单位）', over: true },
	unknown: { label: '找不到、进不去', over: true }
} as const;
export type Outcome = keyof typeof outcomes;
export const outcomeNames = Object.keys(outcomes) as [Outcome, ...Outcome[]];
/** What an enumerator can say without an answered questionnaire. */
export const saidOutcomes = [
	'callback',
	'refused',
	'non_contact',
	'other',
	'ineligible',
	'unknown'
] as const satisfies readonly Outcome[];
export type SaidOutcome = (typeof saidOutcomes)[number];

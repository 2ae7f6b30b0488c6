import { mayTriage } from '../accounts/policy';
import type { Actor } from '../accounts/roles';
import { mayTake, noTies, type Standing } from './policy';
import type { SupervisionLevel } from './supervision';
import type { Take } from './takes';
import { actionNames, states, stateNames, type Action, type State } from './workflow';

type DeskQueue = {
	label: string;
	/** None: of whatever state. */
	states: readonly State[];
	/**
	 * `clock`: red, yellow, the rest, as `byClock`; `pressing`: what runs out first; `dissatisfied`: closed, rated 不满意 and not reopened;
	 * `new_photos`: public, and someone who saw it too added a photo that waits for its decision,
	 * whatever other tab the report is in; `newest`: the archive, which only grows and is therefore
	 * not counted.
	 */
	list: 'clock' | 'pressing' | 'dissatisfied' | 'new_photos' | 'newest';
	/** Before a moderator has opened them, photos of strangers are blurred. */
	blurred?: true;
	/** What an empty list says. */
	empty: string;
};

/** The tabs of the desk, in their order. Every state is in one of them. */
export const deskQueues = {
	intake: {
		label: '待受理',
		states: ['submitted'],
		list: 'clock',
		blurred: true,
		empty: '没有待受理的上报。新的上报到了会排在这里。'
	},
	verify: {
		label: '待核实',
		states: ['verifying'],
		list: 'pressing',
		blurred: true,
		empty: '没有等待现场核实的上报。'
	},
	dispatch: {
		label: '待派遣',
		states: ['filed', 'returned'],
		list: 'pressing',
		empty: '没有待派遣的案件。受理立案后、单位退回后，案件排在这里。'
	},
	handling: {
		label: '办理中',
		states: ['dispatched', 'processing', 'rework', 'suspended'],
		list: 'pressing',
		empty: '没有正在办理的案件。'
	},
	check: {
		label: '待核查',
		states: ['awaiting_check'],
		list: 'pressing',
		empty: '没有等待核查的案件。'
	},
	dissatisfied: {
		label: '不满意待复核',
		states: ['closed'],
		list: 'dissatisfied',
		empty: '近 30 天没有不满意的评价等待复核。'
	},
	new_photos: {
		label: '新照片待看',
		states: [],
		list: 'new_photos',
		blurred: true,
		empty: '没有等待查看的新照片。居民点“我也看到”补充的、并案带来的照片，公开与否在这里决定。'
	},
	archive: {
		label: '已办结',
		states: stateNames.filter((state) => states[state].over),
		list: 'newest',
		empty: '还没有办结的案件。'
	}
} as const satisfies Record<string, DeskQueue>;

export type DeskQueueName = keyof typeof deskQueues;
export const deskQueueNames = Object.keys(deskQueues) as [DeskQueueName, ...DeskQueueName[]];

export const deskQueue = (name: DeskQueueName): DeskQueue => deskQueues[name];

export const isDeskQueue = (name: string | null): name is DeskQueueName =>
	name !== null && Object.hasOwn(deskQueues, name);

/** How long a 不满意 waits for the desk before it leaves the list, days. */
export const reviewDays = 30;

/** One line of a desk queue. */
export type DeskLine = {
	code: string;
	category: string;
	urgent: boolean;
	description: string;
	placeName: string;
	address: string;
	state: State;
	submittedAt: number;
	dueAt: number | null;
	dueSoonAt: number | null;
	reworkCount: number;
	incomplete: boolean;
	outside: boolean;
	gap: boolean;
	overdue: boolean;
	excused: boolean;
	supervision: SupervisionLevel;
	supervisedUntil: number | null;
	urgeCount: number;
	/** 反复: the earlier report that this one repeats. */
	repeatOfId: number | null;
	releasedAt: number | null;
	unit: string | null;
	photoKey: string | null;
	/** How many others said 我也看到. */
	supportCount: number;
	/** Which moderator has it in hand; only the queue that is worked by several at once says so. */
	take?: Take;
};

type Clocked = {
	urgent: boolean;
	submittedAt: number;
	dueAt: number | null;
	dueSoonAt: number | null;
};

/** 0 red, 1 yellow, 2 neither. */
export function lamp({ dueAt, dueSoonAt }: Clocked, at: number): 0 | 1 | 2 {
	if (dueAt !== null && at >= dueAt) return 0;
	return dueSoonAt !== null && at >= dueSoonAt ? 1 : 2;
}

/** The order of triage: the clock first, then what is urgent, then the oldest. */
export const byClock =
	(at: number) =>
	(a: Clocked, b: Clocked): number =>
		lamp(a, at) - lamp(b, at) ||
		Number(b.urgent) - Number(a.urgent) ||
		a.submittedAt - b.submittedAt;

/** What the desk has a form for; the rest of the table has its screens elsewhere. */
const deskActions = [
	'accept',
	'note',
	'ask_verify',
	'reject',
	'merge',
	'dispatch',
	'assist',
	'reopen',
	'urge',
	'supervise',
	'supervise_listed',
	'lift_supervision',
	'void'
] as const satisfies readonly Action[];

export type DeskAction = (typeof deskActions)[number];

/** These confirm the category, and with it the kind: a resident may have chosen the wrong one. */
const confirming: readonly DeskAction[] = ['accept', 'note'];

/** These speak to the unit, so there must be one. */
const pressing: readonly DeskAction[] = ['urge', 'supervise', 'supervise_listed'];

/** The desk's forms to show `actor` for a report, in the table's order. */
export function deskActionsFor(actor: Actor, report: Standing): DeskAction[] {
	const may = (action: DeskAction) =>
		mayTake(actor, report, noTies, action) ||
		(confirming.includes(action) &&
			(['issue', 'conduct'] as const).some((kind) =>
				mayTake(actor, { ...report, kind }, noTies, action)
			));
	return actionNames
		.filter(isDeskAction)
		.filter((action) => may(action) && (report.unitId !== null || !pressing.includes(action)));
}

/** Text and photos may be made public at any time but after 作废. */
export const mayRelease = (actor: Actor, report: Standing): boolean =>
	mayTriage(actor) && report.state !== 'voided';

/** The requests to take a report down: may name people, so for the office alone. */
export const maySeeTakedowns = (actor: Actor): boolean =>
	mayTriage(actor) || actor.role === 'supervisor';

const isDeskAction = (action: Action): action is DeskAction =>
	(deskActions as readonly Action[]).includes(action);

/** The tab in which a report of this state is found. */
export function queueOf(state: State): { name: DeskQueueName; label: string } {
	const fits = deskQueueNames.filter((name) => deskQueue(name).states.includes(state));
	const name = fits.at(-1) ?? 'archive';
	return { name, label: deskQueues[name].label };
}

import * as v from 'valibot';
import { Phone, requiredText } from '../accounts/forms';
import { addDays, startOfDay } from '../time/shanghai';
import { findCategory, groupLabel, isGroup, categoryLabel } from './categories';
import { deskQueue, deskQueueNames, type DeskQueueName } from './queues';
import { openStates, states, stateNames, type State } from './workflow';

export const lamps = {
	red: { label: '红灯：已超时' },
	yellow: { label: '黄灯：即将超时' },
	green: { label: '绿灯：时限内' }
} as const;
export type Lamp = keyof typeof lamps;

/** Which lamp a report shows: by its running clock, none where no clock runs. */
export function lampOf(
	{ dueAt, dueSoonAt }: { dueAt: number | null; dueSoonAt: number | null },
	at: number
): Lamp | null {
	if (dueAt === null) return null;
	if (at >= dueAt) return 'red';
	return dueSoonAt !== null && at >= dueSoonAt ? 'yellow' : 'green';
}

const isLamp = (name: string): name is Lamp => Object.hasOwn(lamps, name);

/** What either holds for a report or does not. */
export const marks = {
	urgent: { label: '紧急' },
	overdue: { label: '超时办结' },
	repeat: { label: '反复' },
	supervised: { label: '督办' },
	gap: { label: '管理盲区' }
} as const;
export type Mark = keyof typeof marks;
export const markNames = Object.keys(marks) as Mark[];

/** The queues that are sets of states; the others ask more of a report than its state. */
const stateQueues = deskQueueNames.filter((name) => {
	const { list, states } = deskQueue(name);
	return states.length > 0 && list !== 'dissatisfied' && list !== 'new_photos';
});

/** Where a report stands: any open one, a queue of the desk, or one state. */
export const standings: readonly { value: string; label: string; states: readonly State[] }[] = [
	{ value: 'open', label: '所有未办结', states: openStates },
	...stateQueues
		.filter((name) => deskQueue(name).states.length > 1)
		.map((name) => ({
			value: name as string,
			label: queueName(name),
			states: deskQueue(name).states
		})),
	...stateNames.map((name) => ({
		value: name as string,
		label: states[name].label as string,
		states: [name]
	}))
];

function queueName(name: DeskQueueName): string {
	const all = deskQueue(name).states.map((state) => states[state].label);
	return `${deskQueue(name).label}（${all.join('、')}）`;
}

export const sortings = {
	newest: { label: '新的在前' },
	pressing: { label: '急的在前（只看未办结）' }
} as const;
type Sorting = keyof typeof sortings;

/** What is looked for; empty where it does not matter. As in the address of the page. */
export type ReportFilter = {
	/** Words, or a code. */
	q: string;
	/** Of `standings`. */
	in: string;
	/** The codes of a grid and of a unit. */
	grid: string;
	unit: string;
	/** A category, or a group of them. */
	category: string;
	lamp: Lamp | '';
	marks: readonly Mark[];
	/** Days of submission, both included. */
	from: string;
	to: string;
	sort: Sorting;
};

export const longestWords = 100;
const code = /^[\p{L}\p{N}_.-]{1,40}$/u;

/** Reads the address; what makes no sense there is left out. */
export function readFilter(asked: URLSearchParams): ReportFilter {
	const value = (name: string) => (asked.get(name) ?? '').trim();
	const allowed = (name: string, holds: (text: string) => boolean) =>
		holds(value(name)) ? value(name) : '';
	const lamp = value('lamp');
	return {
		q: Array.from(value('q')).slice(0, longestWords).join(''),
		in: standingCalled(value('in')),
		grid: allowed('grid', (text) => code.test(text)),
		unit: allowed('unit', (text) => code.test(text)),
		category: allowed('category', (id) => isGroup(id) || findCategory(id) !== undefined),
		lamp: isLamp(lamp) ? lamp : '',
		marks: markNames.filter((name) => value(name) === '1'),
		from: allowed('from', isDay),
		to: allowed('to', isDay),
		sort: value('sort') === 'pressing' ? 'pressing' : 'newest'
	};
}

/** A queue of one state is that state. */
function standingCalled(name: string): string {
	const found = standings.find(({ value }) => value === name);
	if (found) return found.value;
	return stateQueues.includes(name as DeskQueueName)
		? (deskQueue(name as DeskQueueName).states[0] ?? '')
		: '';
}

/** The query part of the address of a filter: the same filter always has the same. */
export function writeFilter({ marks, sort, ...filter }: ReportFilter): string {
	const written = new URLSearchParams(Object.entries(filter).filter(([, text]) => text !== ''));
	for (const mark of marks) written.set(mark, '1');
	if (sort !== 'newest') written.set('sort', sort);
	return written.toString();
}

/** What a filter asks for, in words: a name to keep it under. */
export function filterWords(filter: ReportFilter): string {
	const standing = standings.find(({ value }) => value === filter.in)?.label ?? '';
	const days = [filter.from && `${filter.from}起`, filter.to && `${filter.to}止`];
	return [
		filter.q,
		standing.replace(/（.*/, ''),
		isGroup(filter.category) ? groupLabel(filter.category) : categoryLabel(filter.category),
		filter.lamp && lamps[filter.lamp].label.slice(0, 2),
		...filter.marks.map((mark) => marks[mark].label),
		...days
	]
		.filter(Boolean)
		.join(' ');
}

/** Milliseconds: from the first until before the second. */
export function periodOf({ from, to }: Pick<ReportFilter, 'from' | 'to'>) {
	return {
		since: from ? startOfDay(from) : null,
		until: to ? startOfDay(addDays(to, 1)) : null
	};
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	try {
		return startOfDay(text) > 0;
	} catch {
		return false;
	}
}

/** How many filters one person keeps at most: each is counted whenever they are shown. */
export const mostSaved = 12;

export type SavedFilter = {
	id: number;
	name: string;
	/** The query part of its address. */
	query: string;
	count: number;
	/** There are more than `count`. */
	more: boolean;
};

export const SaveFilter = v.object({
	name: requiredText(20, '名称'),
	query: v.optional(v.pipe(v.string(), v.maxLength(2000)), '')
});
const filterId = v.pipe(
	v.optional(v.string(), ''),
	v.regex(/^\d+$/, '没有这个筛选'),
	v.transform(Number)
);
export const RenameFilter = v.object({ id: filterId, name: requiredText(20, '名称') });
export const RemoveFilter = v.object({ id: filterId });

/** By phone number, which stands in no address; the reason goes into the audit. */
export const FindByPhone = v.object({ phone: Phone, reason: requiredText(100, '查找原因') });

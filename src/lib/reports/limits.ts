import * as v from 'valibot';
import { categories, findCategory } from './categories';
import { limitKinds, limitTypes, type LimitType, type TimeLimit } from './deadlines';
import type { ClockName } from './workflow';

/** What the office gives itself for its own steps, unless the town set another. */
export const officeLimits = {
	intake: { label: '受理', limit: { type: 'work_minute', value: 15 } },
	verify: { label: '现场核实', limit: { type: 'work_minute', value: 30 } },
	dispatch: { label: '派遣', limit: { type: 'work_minute', value: 15 } },
	check: { label: '现场核查', limit: { type: 'work_minute', value: 30 } }
} as const satisfies Record<Exclude<ClockName, 'handle'>, { label: string; limit: TimeLimit }>;

export type OfficeStep = keyof typeof officeLimits;
export const officeSteps = Object.keys(officeLimits) as OfficeStep[];

const isOfficeStep = (name: string): name is OfficeStep => Object.hasOwn(officeLimits, name);

/** For what a limit is set: a step of the office's, or the handling of a category. */
export const limitNames: readonly string[] = [
	...officeSteps,
	...categories.filter(({ limit }) => limit !== null).map(({ id }) => id)
];

export const limitName = (clock: ClockName, category: string): string =>
	clock === 'handle' ? category : clock;

/** The limit that holds where the town has set none. */
export const standardLimit = (name: string): TimeLimit =>
	isOfficeStep(name)
		? officeLimits[name].limit
		: (findCategory(name)?.limit ?? { type: 'work_day', value: 5 });

export const limitSubject = (name: string): string =>
	isOfficeStep(name) ? officeLimits[name].label : (findCategory(name)?.label ?? name);

export const sameLimit = (a: TimeLimit, b: TimeLimit): boolean =>
	a.type === b.type && a.value === b.value;

/** What may be chosen; beyond these a limit is a slip of the finger. */
const most: Record<LimitType, number> = {
	urgent_hour: 72,
	work_hour: 200,
	work_minute: 480,
	work_day: 365,
	natural_day: 365
};

const Name = v.pipe(
	v.string('没有这一项'),
	v.check((name) => limitNames.includes(name), '没有这一项')
);

export const ChangeLimit = v.pipe(
	v.object({
		name: Name,
		type: v.picklist(limitTypes, '请选择怎样计时'),
		value: v.pipe(
			v.string('请填写数字'),
			v.trim(),
			v.regex(/^\d{1,3}(\.5)?$/, '请填写数字，可以带半个，如 4 或 1.5'),
			v.transform(Number),
			v.check((value) => value > 0, '时限要大于 0')
		)
	}),
	v.forward(
		v.rawCheck(({ dataset, addIssue }) => {
			if (!dataset.typed) return;
			const { type, value } = dataset.value;
			if (value > most[type]) {
				addIssue({ message: `最多 ${most[type]} ${limitKinds[type].unit}` });
			}
		}),
		['value']
	)
);
export type ChangeLimit = v.InferOutput<typeof ChangeLimit>;

export const RestoreLimit = v.object({ name: Name });

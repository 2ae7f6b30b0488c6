import * as v from 'valibot';
import { readCode } from '../reports/code';
import { groupKindNames } from './groups';

/** 志愿者编号, read as people type it; null where none is given. */
const coordinatorNumber = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.check((text) => text === '' || readCode(text) !== null, '编号写成 7K3F-9QXM 这样'),
	v.transform(readCode)
);

export const GroupForm = v.object({
	name: v.pipe(
		v.string('请填写团队名称'),
		v.trim(),
		v.minLength(1, '请填写团队名称'),
		v.maxLength(40, '最多 40 字')
	),
	kind: v.picklist(groupKindNames, '请选择类型'),
	coordinatorNumber
});
export type GroupForm = v.InferOutput<typeof GroupForm>;

export const ChangeGroup = v.object({
	...GroupForm.entries,
	id: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
	active: v.pipe(
		v.optional(v.string(), ''),
		v.transform((value) => value !== '')
	)
});
export type ChangeGroup = v.InferOutput<typeof ChangeGroup>;

/** The members come beside it, one field each. */
export const ProposeForm = v.object({
	shift: v.pipe(
		v.string('请选择班次'),
		v.check((text) => readCode(text) !== null, '请选择班次'),
		v.transform((text) => readCode(text)!)
	)
});

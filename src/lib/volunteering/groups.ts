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

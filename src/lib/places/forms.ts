import * as v from 'valibot';
import { plainText, requiredText } from '../accounts/forms';
import { bases } from './responsibility';
import { placeKinds, streetClasses, unitKinds } from './kinds';

const keysOf = <T extends Record<string, string>>(table: T) =>
	Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

export const Code = v.pipe(
	v.string('请填写代码'),
	v.trim(),
	v.minLength(1, '请填写代码'),
	v.regex(/^$|^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, '代码用字母、数字、横线，最多 32 位')
);
export const Name = requiredText(60, '名称');
export const UnitKind = v.picklist(keysOf(unitKinds), '请选择单位类型');
export const PlaceKind = v.picklist(keysOf(placeKinds), '请选择地点类型');
export const StreetClass = v.picklist(keysOf(streetClasses), '请选择道路等级');
export const BasisChoice = v.picklist(bases, '请选择责任依据');
export const Document = plainText(120, '文号或依据');

const degrees = (what: string, limit: number) =>
	v.pipe(
		v.string(`请填写${what}`),
		v.trim(),
		v.minLength(1, `请填写${what}`),
		v.regex(
			/^$|^-?\d{1,3}(\.\d{1,15})?$/,
			`${what}要写成小数，例如 ${limit === 90 ? '35.581362' : '118.836'}`
		),
		v.transform(Number),
		v.check((value) => Math.abs(value) <= limit, `${what}超出范围，是不是经纬度写反了？`)
	);
export const Latitude = degrees('纬度', 90);
export const Longitude = degrees('经度', 180);
export const System = v.optional(
	v.picklist(['wgs84', 'gcj02', 'bd09'], '请选择坐标来自哪种地图'),
	'wgs84'
);

const Id = v.pipe(v.string('缺少编号'), v.regex(/^\d{1,15}$/, '编号不对'), v.transform(Number));
const OptionalId = v.pipe(
	v.optional(v.string(), ''),
	v.regex(/^\d{0,15}$/, '选择的内容不对'),
	v.transform((text) => (text === '' ? null : Number(text)))
);
const Active = v.optional(v.literal('on'));

export const NewUnit = v.object({ code: Code, name: Name, kind: UnitKind });
export const ChangeUnit = v.object({ id: Id, name: Name, kind: UnitKind, active: Active });

export const NewPlace = v.object({
	name: Name,
	kind: PlaceKind,
	lat: Latitude,
	lng: Longitude,
	system: System
});
export const ChangePlace = v.object({ ...NewPlace.entries, id: Id, active: Active });

export const partnerList = (text: string): string[] => [
	...new Set(
		text
			.split(/[、,，;；\n]/)
			.map((name) => name.trim())
			.filter(Boolean)
	)
];

export const Partners = v.pipe(
	v.optional(plainText(600, '共建单位'), ''),
	v.transform(partnerList),
	v.maxLength(20, '共建单位最多 20 个')
);

export const ChangeGrid = v.object({
	id: Id,
	name: Name,
	town: requiredText(40, '街道或乡镇'),
	leadUnitId: OptionalId,
	partnerUnits: Partners,
	active: Active
});

export const ChangeSegment = v.object({
	id: Id,
	street: requiredText(60, '道路名称'),
	name: Name,
	class: StreetClass,
	active: Active
});

const ChosenUnit = v.pipe(
	v.string('请选择责任单位'),
	v.regex(/^\d{1,15}$/, '请选择责任单位'),
	v.transform(Number)
);
const documentNeeded = '“文件”依据要写文号';

/** A document as basis is worth nothing without its number. */
export const hasDocument = ({ basis, document }: { basis: string; document: string }): boolean =>
	basis !== 'document' || document !== '';

export const NewDuty = v.pipe(
	v.object({
		category: v.pipe(v.string('请选择类别'), v.minLength(1, '请选择类别')),
		gridId: OptionalId,
		segmentId: OptionalId,
		unitId: ChosenUnit,
		basis: BasisChoice,
		document: v.optional(Document, '')
	}),
	v.forward(
		v.partialCheck([['basis'], ['document']], (duty) => hasDocument(duty), documentNeeded),
		['document']
	)
);

export const ChangeDuty = v.pipe(
	v.object({
		id: Id,
		unitId: ChosenUnit,
		basis: BasisChoice,
		document: v.optional(Document, ''),
		active: Active
	}),
	v.forward(
		v.partialCheck([['basis'], ['document']], (duty) => hasDocument(duty), documentNeeded),
		['document']
	)
);

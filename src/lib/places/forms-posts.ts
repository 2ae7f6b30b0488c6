import * as v from 'valibot';
import { plainText, requiredText } from '../accounts/forms';
import { Latitude, Longitude, Name, Partners, StreetClass, System, Code } from './forms';
import { chiefKinds, officerForces } from './posts';

const Id = v.pipe(v.string('缺少编号'), v.regex(/^\d{1,15}$/, '编号不对'), v.transform(Number));
const optionalId = (ask: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.regex(/^\d{0,15}$/, ask),
		v.transform((text) => (text === '' ? null : Number(text)))
	);
const Active = v.optional(v.literal('on'));

/** A building or a shop; its grid and road segment come from where it is. */
export const NewSpot = v.object({
	name: Name,
	lat: Latitude,
	lng: Longitude,
	system: System,
	buildingId: optionalId('请选择楼栋')
});
export const ChangeSpot = v.object({ ...NewSpot.entries, id: Id, active: Active });

/** Of an office: a person's own number is nobody's business. */
export const OfficePhone = v.pipe(
	plainText(30, '办公电话'),
	v.regex(/^$|^[0-9][0-9 \-转]{2,29}$/, '办公电话用数字和横线，例如 0000-1234567'),
	v.check(
		(text) => !/^1\d{10}$/.test(text.replaceAll(/[ -]/g, '')),
		'请填办公电话，不要填个人手机号'
	)
);

export const NewChief = v.object({
	kind: v.picklist(chiefKinds, '请选择是哪一种'),
	placeId: v.pipe(v.string('请选择地方'), v.regex(/^\d{1,15}$/, '请选择地方'), v.transform(Number)),
	post: requiredText(40, '岗位'),
	name: v.optional(plainText(20, '姓名'), ''),
	officePhone: v.optional(OfficePhone, ''),
	unitId: optionalId('请选择单位')
});
export const ChangeChief = v.object({
	id: Id,
	post: NewChief.entries.post,
	name: NewChief.entries.name,
	officePhone: NewChief.entries.officePhone,
	unitId: NewChief.entries.unitId,
	active: Active
});

const officer = Object.fromEntries(
	officerForces.flatMap((force) => [
		[`${force}_unit`, optionalId('请选择单位')],
		[`${force}_post`, v.optional(plainText(40, '岗位'), '')]
	])
);

/** The five of one street, in one form: `police_unit`, `police_post` and so on. */
export const StreetOfficers = v.pipe(
	v.object({ street: requiredText(60, '道路'), ...officer }),
	v.transform((input) => {
		const given = input as Record<string, string | number | null>;
		return {
			street: String(given.street),
			officers: officerForces.map((force) => ({
				force,
				unitId: given[`${force}_unit`] as number | null,
				post: String(given[`${force}_post`] ?? '')
			}))
		};
	})
);

/** GeoJSON of a drawn shape, as a form carries it. */
export const Shape = v.pipe(
	v.string('请画出范围'),
	v.trim(),
	v.minLength(1, '请画出范围，或填写 GeoJSON'),
	v.maxLength(400_000, '范围的点太多'),
	v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
		try {
			return JSON.parse(dataset.value);
		} catch {
			addIssue({ message: '范围要写成 GeoJSON，例如 {"type":"Polygon","coordinates":[…]}' });
			return NEVER;
		}
	})
);

export const NewGrid = v.object({
	code: Code,
	name: Name,
	town: requiredText(40, '街道或乡镇'),
	leadUnitId: optionalId('请选择单位'),
	partnerUnits: Partners,
	shape: Shape
});
export const NewSegment = v.object({
	street: requiredText(60, '道路名称'),
	name: Name,
	class: StreetClass,
	shape: Shape
});
export const ChangeShape = v.object({ id: Id, shape: Shape });

import type { Geometry, LineString, MultiPolygon, Point, Polygon, Position } from 'geojson';
import * as v from 'valibot';
import { requiredText } from '../accounts/forms';
import { Code, Document, Latitude, Longitude, Name, Partners, hasDocument } from './forms';
import { validatePolygon } from './geometry';
import { OfficePhone } from './forms-posts';
import { baseKinds, placeKinds, streetClasses, unitKinds } from './kinds';
import { chiefs, forces } from './posts';
import { basisTable } from './responsibility';

/** By its key, as GeoJSON has it, or by its label, as a person writes it in a table. */
function choice<T extends Record<string, string>>(table: T, what: string) {
	const byText = new Map<string, keyof T & string>();
	for (const [key, label] of Object.entries(table)) {
		byText.set(label, key);
		byText.set(key, key);
	}
	const labels = Object.values(table).join('、');
	return v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.rawTransform(({ dataset, addIssue, NEVER }) => {
			const found = byText.get(dataset.value);
			if (found) return found;
			addIssue({
				message: dataset.value
					? `${what}“${dataset.value}”不认识，只能是：${labels}`
					: `请填写${what}`
			});
			return NEVER;
		})
	);
}

const Active = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.picklist(['', '在用', '停用'], '状态只能是“在用”或“停用”'),
	v.transform((text) => text !== '停用')
);

const given = (what: string) => v.optional(v.string(`请填写${what}`), '');
const optionalName = v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(60, '名称太长'));

function shape<G extends Geometry>(
	type: string,
	problemOf: (coordinates: unknown, type: unknown) => string | null,
	types: readonly string[]
) {
	return v.pipe(
		v.unknown(),
		v.rawTransform(({ dataset, addIssue, NEVER }): G => {
			const drawn = dataset.value as { type?: unknown; coordinates?: unknown } | null | undefined;
			const isType = typeof drawn?.type === 'string' && types.includes(drawn.type);
			const problem = isType ? problemOf(drawn.coordinates, drawn.type) : `要画成${type}`;
			if (problem) {
				addIssue({ message: problem });
				return NEVER;
			}
			return { type: drawn!.type, coordinates: flat(drawn!.coordinates) } as G;
		})
	);
}

/** Heights are left out. */
function flat(value: unknown): unknown {
	if (!Array.isArray(value)) return value;
	return typeof value[0] === 'number' ? value.slice(0, 2) : value.map(flat);
}

const isPosition = (position: unknown): position is Position =>
	Array.isArray(position) &&
	position.length >= 2 &&
	[180, 90].every((limit, i) => Number.isFinite(position[i]) && Math.abs(position[i]) <= limit);

const outOfRange = '坐标超出范围：应当先经度、后纬度，单位为度';

function lineProblem(coordinates: unknown): string | null {
	if (!Array.isArray(coordinates) || coordinates.length < 2) return '线至少要有 2 个点';
	if (coordinates.length > 5000) return '点太多：最多 5000 个';
	return coordinates.every(isPosition) ? null : outOfRange;
}

function areaProblem(coordinates: unknown, type: unknown): string | null {
	if (type === 'Polygon') return validatePolygon(coordinates);
	if (!Array.isArray(coordinates) || coordinates.length === 0) return '没有画出范围。';
	for (const polygon of coordinates as unknown[]) {
		const problem = validatePolygon(polygon);
		if (problem) return problem;
	}
	return null;
}

export const Area = shape<Polygon | MultiPolygon>('面', areaProblem, ['Polygon', 'MultiPolygon']);
export const Line = shape<LineString>('线', lineProblem, ['LineString']);
const Spot = shape<Point>('点', (at) => (isPosition(at) ? null : outOfRange), ['Point']);

export const UnitRow = v.object({
	code: v.pipe(given('代码'), Code),
	name: v.pipe(given('名称'), Name),
	kind: choice(unitKinds, '类型'),
	active: Active
});

export const PlaceRow = v.pipe(
	v.object({
		name: v.pipe(given('名称'), Name),
		kind: choice(placeKinds, '类型'),
		lat: v.pipe(given('纬度'), Latitude),
		lng: v.pipe(given('经度'), Longitude),
		active: Active
	})
);

/** The same as a feature: where it is comes from the point. */
export const PlaceFeature = v.pipe(
	v.object({
		name: v.pipe(given('名称'), Name),
		kind: choice(placeKinds, '类型'),
		active: Active,
		geometry: Spot
	}),
	v.transform(({ geometry, ...place }) => {
		const [lng, lat] = geometry.coordinates as [number, number];
		return { ...place, lat, lng };
	})
);

export const GridFeature = v.object({
	code: v.pipe(given('代码'), Code),
	name: v.pipe(given('名称'), Name),
	town: v.pipe(given('街道或乡镇'), requiredText(40, '街道或乡镇')),
	lead_unit: optionalName,
	partner_units: Partners,
	active: Active,
	geometry: Area
});

export const StreetFeature = v.object({
	street: v.pipe(given('道路'), requiredText(60, '道路')),
	segment: v.pipe(given('路段'), requiredText(60, '路段')),
	class: choice(streetClasses, '等级'),
	active: Active,
	geometry: Line
});

export const BaseFeature = v.object({
	kind: choice(baseKinds, '类型'),
	name: v.pipe(given('名称'), Name),
	geometry: Area
});

const basisLabels = Object.fromEntries(
	Object.entries(basisTable).map(([basis, { label }]) => [basis, label])
) as { [B in keyof typeof basisTable]: string };

export const DutyRow = v.pipe(
	v.object({
		category: v.pipe(given('类别'), requiredText(60, '类别')),
		grid: optionalName,
		segment: optionalName,
		unit: v.pipe(given('责任单位'), requiredText(60, '责任单位')),
		basis: choice(basisLabels, '依据'),
		document: v.pipe(given('文号'), Document),
		active: Active
	}),
	v.check((duty) => hasDocument(duty), '“文件”依据要写文号')
);

export const BuildingRow = v.object({
	name: v.pipe(given('名称'), Name),
	lat: v.pipe(given('纬度'), Latitude),
	lng: v.pipe(given('经度'), Longitude),
	active: Active
});
export const ShopRow = v.object({ ...BuildingRow.entries, building: optionalName });

const onPoint = <Rest extends object>({
	geometry,
	...rest
}: Rest & { geometry: Point }): Omit<Rest, 'geometry'> & { lat: number; lng: number } => {
	const [lng, lat] = geometry.coordinates as [number, number];
	return { ...rest, lat, lng } as Omit<Rest, 'geometry'> & { lat: number; lng: number };
};
const { name, active } = BuildingRow.entries;

export const BuildingFeature = v.pipe(
	v.object({ name, active, geometry: Spot }),
	v.transform(onPoint)
);
export const ShopFeature = v.pipe(
	v.object({ name, active, building: optionalName, geometry: Spot }),
	v.transform(onPoint)
);

const labelsOf = <T extends Record<string, { label: string }>>(table: T) =>
	Object.fromEntries(Object.entries(table).map(([key, { label }]) => [key, label])) as {
		[K in keyof T & string]: string;
	};

export const ChiefRow = v.object({
	kind: choice(labelsOf(chiefs), '种类'),
	place: v.pipe(given('地方'), requiredText(60, '地方')),
	post: v.pipe(given('岗位'), requiredText(40, '岗位')),
	name: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(20, '姓名太长')),
	phone: v.pipe(v.optional(v.string(), ''), OfficePhone),
	unit: optionalName,
	active: Active
});

export const OfficerRow = v.object({
	street: v.pipe(given('道路'), requiredText(60, '道路')),
	force: choice(labelsOf(forces), '力量'),
	unit: v.pipe(given('单位'), requiredText(60, '单位')),
	post: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(40, '岗位太长'))
});

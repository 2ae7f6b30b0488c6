import { readFile } from 'node:fs/promises';
import type { FeatureCollection, LineString, Point } from 'geojson';

type Row = Record<string, string>;

/** Which unit of 青禾县 stands for each force on a street. */
const fiveUnits: Row = {
	公安交警: 'jjdd',
	城管: 'zhzf',
	市场监管: 'scjg',
	环卫: 'hwzx'
};
const streetOffices = ['cgjd', 'qsjd', 'kyjd'];

/** Invented buildings, shops, chiefs and officers, as their imports take them; nobody has a name. */
export async function townPosts(files: { grids: URL; streets: URL; places: URL; units: URL }) {
	const read = async (url: URL) => JSON.parse(await readFile(url, 'utf8'));
	const grids = ((await read(files.grids)) as FeatureCollection).features;
	const streets = ((await read(files.streets)) as FeatureCollection<LineString>).features;
	const places = ((await read(files.places)) as FeatureCollection<Point>).features;
	const units = new Map(((await read(files.units)) as Row[]).map(({ code, name }) => [code, name]));

	const buildings = places
		.filter(({ properties }) => ['estate', 'old_estate'].includes(properties?.kind))
		.flatMap(({ properties, geometry }) =>
			[1, 2].map((n) => ({
				name: `${properties!.name}${n}号楼`,
				...degrees(geometry.coordinates, n * 0.0004)
			}))
		);
	const mains = streets.filter(({ properties }) => properties?.class === 'main');
	const shops = mains.map(({ properties, geometry }, i) => ({
		name: `${properties!.segment}${['便民超市', '早餐铺', '五金店', '理发店'][i % 4]}`,
		building: '',
		...degrees(geometry.coordinates[Math.floor(geometry.coordinates.length / 2)]!, 0.00015)
	}));
	const phone = (n: number) => `0000-76${String(10000 + n).slice(1)}`;
	const chiefs = [
		...grids.map(({ properties: p }, i) =>
			chief('网格长', p!.code, `${p!.town}包片干部`, phone(i))
		),
		...streets.map(({ properties: p }, i) =>
			chief('街长', p!.segment, `${p!.street}街长岗`, phone(100 + i))
		),
		...buildings.map(({ name }, i) => chief('楼长', name, '社区楼长岗', phone(300 + i))),
		...shops.map(({ name }) => chief('店长', name, '店铺负责岗', ''))
	];
	const names = [...new Set(streets.map(({ properties }) => String(properties?.street)))];
	const officers = names.slice(0, 5).flatMap((street, i) => [
		...Object.entries(fiveUnits).map(([force, unit]) => ({
			street,
			force,
			unit,
			post: `${street}${force}岗`
		})),
		{
			street,
			force: '社区',
			unit: streetOffices.filter((code) => units.has(code))[i % 3] ?? 'wmb',
			post: `${street}社区岗`
		}
	]);
	return { buildings, shops, chiefs, officers };
}

const chief = (kind: string, place: string, post: string, phone: string): Row => ({
	kind,
	place,
	post,
	name: '',
	phone,
	unit: ''
});

const degrees = ([lng = 0, lat = 0]: number[], aside: number) => ({
	lat: (lat + aside).toFixed(6),
	lng: (lng + aside).toFixed(6)
});

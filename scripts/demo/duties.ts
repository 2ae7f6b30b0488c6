import catalogue from '../../src/lib/reports/categories.json' with { type: 'json' };

/** Who leads, as the catalogue words it, and which unit of 青禾县 that is. */
const unitByRole: Record<string, string> = {
	环卫: 'hwzx',
	综合执法: 'zhzf',
	园林: 'ylzx',
	水务: 'swj',
	住建: 'zjj',
	文明办: 'wmb',
	通信: 'ydgs',
	消防: 'xfjy',
	公安交警: 'jjdd',
	交警: 'jjdd',
	公安: 'gaj',
	卫健: 'wjj',
	市政: 'szgl',
	排水: 'szgl',
	市场监管: 'scjg'
};

/**
 * Led by 街道: the grid's own, so there is no one unit for the whole town but the enforcement
 * bureau by the town's list of duties.
 */
const streetLed: Record<string, string> = {
	'sanitation.construction_waste': 'zhzf',
	'sanitation.bulky_waste': 'hwzx',
	'cityscape.piling': 'zhzf',
	'cityscape.small_ads': 'zhzf',
	'cityscape.street_hanging': 'zhzf',
	'cityscape.wire_charging': 'xfjy',
	'traffic.nonmotor_parking': 'dxcs',
	'facility.manhole': 'szgl',
	'community.no_property_yard': 'zjj'
};

/** Nobody answers for these yet: the grid's lead unit is asked, and the supervisor sees the gap. */
const gaps = new Set([
	'cityscape.livestock',
	'facility.public_facility',
	'community.corridor_clutter'
]);

/** Narrower than the whole town: the old quarter, two markets, the station, a rebuilt avenue. */
const exceptions: Duty[] = [
	{ category: '流动摊贩、占道经营', grid: 'QH02002', unit: 'qsjd', ...paper(7) },
	{ category: '流动摊贩、占道经营', grid: 'QH01005', unit: 'scjg', ...paper(7) },
	{ category: '流动摊贩、占道经营', grid: 'QH02006', unit: 'scjg', ...paper(7) },
	{ category: '非机动车、共享单车乱停放', grid: 'QH02005', unit: 'qsjd', ...paper(7) },
	{ category: '道路积水、污水外溢', segment: '青禾大街三段', unit: 'zjj', ...paper(9) },
	{ category: '道路、人行道板破损', segment: '青禾大街三段', unit: 'zjj', ...paper(9) },
	{ category: '机动车乱停乱放', segment: '人民路二段', unit: 'zhzf', ...paper(9) },
	{ category: '公共设施损坏', grid: 'QH02001', unit: 'ylzx', ...assigned() }
];

type Duty = Record<string, string>;

/** The rows of the duty list, as its Excel import takes them. */
export function townDuties(): Duty[] {
	const townWide = catalogue.categories
		.filter(({ id }) => !gaps.has(id))
		.flatMap(({ id, lead_role, legal_basis }) => {
			const unit = streetLed[id] ?? leading(lead_role);
			const law = legal_basis.find((text) => text.startsWith('《') && /\(\d{4}/.test(text));
			if (!unit) return [];
			return [
				law && !streetLed[id]
					? { category: id, unit, basis: '法定', document: law }
					: { category: id, unit, ...paper(3) }
			];
		});
	return [...townWide, ...exceptions];
}

function leading(role: string): string | undefined {
	return role
		.split(/[/+]/)
		.map((name) => unitByRole[name])
		.find((unit) => unit !== undefined);
}

function paper(number: number) {
	return { basis: '文件', document: `青创文〔2026〕${number}号` };
}

function assigned() {
	return { basis: '交办', document: '青禾县创城周调度会交办' };
}

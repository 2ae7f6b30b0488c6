export const unitKinds = {
	civility_office: '文明办',
	enforcement: '综合执法',
	housing: '住房城建',
	traffic_police: '公安交警',
	market: '市场监管',
	sanitation: '环境卫生',
	parks: '园林绿化',
	municipal: '市政设施',
	water: '水务',
	police: '公安',
	fire: '消防',
	health: '卫生健康',
	education: '教育体育',
	power: '供电',
	telecom: '通信',
	town: '街道、乡镇',
	bus: '公交',
	bike_share: '共享单车',
	assessor: '第三方测评',
	other: '其他'
} as const satisfies Record<string, string>;

export const placeKinds = {
	junction: '路口',
	office: '机关单位',
	square: '广场',
	street_block: '街区',
	school: '学校',
	hospital: '医院',
	market: '农贸市场',
	station: '车站',
	park: '公园',
	service_hall: '办事大厅',
	old_estate: '老旧小区',
	estate: '住宅小区',
	bus_stop: '公交站',
	practice_centre: '文明实践中心',
	other: '其他'
} as const satisfies Record<string, string>;

export const streetClasses = {
	main: '主干道',
	secondary: '次干道',
	branch: '支路',
	lane: '背街小巷'
} as const satisfies Record<string, string>;

export const baseKinds = {
	boundary: '城区边界',
	water: '水域',
	green: '绿地',
	square: '广场'
} as const satisfies Record<string, string>;

/** The label of a stored kind; one that is no longer in the table is shown as it is. */
export const kindLabel = (table: Record<string, string>, kind: string): string =>
	Object.hasOwn(table, kind) ? table[kind]! : kind;

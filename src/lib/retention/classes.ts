/**
 * What is kept only so long, days. `least` and `most` are what the law and the notice to residents allow;
 * in between the office chooses. Where nothing can be chosen, `fixed` says why.
 */
export const retentionClasses = {
	photo_originals: {
		label: '照片原件',
		from: '办结以后',
		standard: 365,
		least: 90,
		most: 730,
		why: '办结后还可能重开、复核；原件里可能有人脸和车牌，过后只留遮挡后的公开件'
	},
	public_copies: {
		label: '公开的照片',
		from: '办结以后',
		standard: 1095,
		least: 365,
		most: 1825,
		why: '让居民看到整改前后；过后只留文字'
	},
	guest_contacts: {
		label: '未登录上报人留的电话',
		from: '办结以后',
		standard: 30,
		least: 7,
		most: 30,
		why: '告知页承诺最多 30 天（个人信息保护法第十九条：最短必要时间）'
	},
	device_marks: {
		label: '上报所用设备的标记',
		from: '办结以后',
		standard: 30,
		least: 7,
		most: 30,
		why: '只用来提示同一设备发来的相近上报，查不到是谁；与电话一样，用完就删'
	},
	takedown_contacts: {
		label: '请求撤下的人留的联系方式',
		from: '答复以后',
		standard: 30,
		least: 7,
		most: 30,
		why: '只用来告知结果，承诺最多 30 天'
	},
	team_photos: {
		label: '劝导班次的合影',
		from: '班次结束以后',
		standard: 365,
		least: 30,
		most: 730,
		why: '留作纪念，只给当班的人看；照片里任何一位都可以随时撤下'
	},
	site_photos: {
		label: '公益广告点位的检查照片',
		from: '检查以后',
		standard: 365,
		least: 90,
		most: 730,
		why: '换新、追修时对照用，照片里可能有路人和车牌；过后只留状况和说明'
	},
	survey_answers: {
		label: '调查的逐份答卷',
		from: '调查结束以后',
		standard: 365,
		least: 90,
		most: 365,
		why: '复核和重算要用，最多 12 个月；过后只留汇总数字'
	},
	letters: {
		label: '站内消息和发送记录',
		from: '发出以后',
		standard: 365,
		least: 180,
		most: 1095,
		why: '网络运行记录至少留 6 个月（网络安全法）'
	}
} as const satisfies Record<string, RetentionFacts>;

export type RetentionFacts = {
	label: string;
	from: string;
	standard: number;
	least: number;
	most: number;
	why: string;
};
export type RetentionClass = keyof typeof retentionClasses;
export const retentionNames = Object.keys(retentionClasses) as [
	RetentionClass,
	...RetentionClass[]
];
export const retentionFacts = (name: RetentionClass): RetentionFacts => retentionClasses[name];

/** Kept for good, or ended otherwise: shown beside the rest, and nothing to choose. */
export const keptOtherwise = [
	{
		label: '审计和登录记录',
		how: '一直保留（法律要求至少 6 个月）：每条连着前一条，删了就断，所以系统不删'
	},
	{ label: '案件的文字和经过', how: '一直保留；删的只是个人信息和照片，留下“已按期删除”的位置' },
	{
		label: '志愿服务时长和证明',
		how: '一直保留，好如实证明；居民注销后只剩时长，不再连着本人，证明随之撤销'
	},
	{
		label: '调查邀请要发到的手机号',
		how: '加密存着等发送，发出就抹去；发不出的最多留 30 天，好再发一次；调查一结束全部抹去'
	},
	{ label: '居民的账号和手机号', how: '居民自己注销时抹去' }
] as const;

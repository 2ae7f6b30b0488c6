type Kind = {
	label: string;
	/** Whether it counts for 覆盖: what is hung up for a week does not. */
	counts: boolean;
};

/** On what a poster hangs in the town. */
export const siteKinds = {
	wall: { label: '墙绘', counts: true },
	lamp_post: { label: '灯杆', counts: true },
	bus_stop: { label: '公交站', counts: true },
	screen: { label: '电子屏', counts: true },
	board: { label: '宣传栏', counts: true },
	hoarding: { label: '工地围挡', counts: true },
	sculpture: { label: '景观小品', counts: true },
	banner: { label: '横幅', counts: false },
	roll_up: { label: '易拉宝', counts: false }
} as const satisfies Record<string, Kind>;
export type SiteKind = keyof typeof siteKinds;
export const siteKindNames = Object.keys(siteKinds) as [SiteKind, ...SiteKind[]];

export const conditions = {
	good: { label: '完好', tone: 'done' },
	worn: { label: '褪色、老旧', tone: 'warn' },
	damaged: { label: '破损、缺失', tone: 'danger' }
} as const;
export type Condition = keyof typeof conditions;
export const conditionNames = Object.keys(conditions) as [Condition, ...Condition[]];

/** What residents report at a site. */
export const defectCategory = 'cityscape.psa_defect';

type Counted = { kind: SiteKind; active: boolean; condition: Condition | null };

/** Of what fell off nobody can read anything. */
export const countsForCoverage = ({ kind, active, condition }: Counted): boolean =>
	active && siteKinds[kind].counts && condition !== 'damaged';

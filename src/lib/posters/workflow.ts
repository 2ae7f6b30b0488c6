/** What becomes of a poster. `seen` is what residents see while its window is open. */
export const posterStates = {
	draft: { label: '草稿', tone: 'neutral', seen: false },
	review: { label: '待复核', tone: 'warn', seen: false },
	published: { label: '已发布', tone: 'done', seen: true },
	retired: { label: '已下架', tone: 'neutral', seen: false }
} as const;
export type PosterState = keyof typeof posterStates;
export const posterStateNames = Object.keys(posterStates) as [PosterState, ...PosterState[]];

type Fact = {
	label: string;
	from: readonly PosterState[];
	to: PosterState;
	/** A second pair of eyes: nobody who wrote what is looked at. */
	by: 'anyone' | 'another';
	/** Words that whoever wrote it, or looks it up later, will want. */
	note: 'none' | 'needed';
	done: string;
};

export const posterActions = {
	submit: {
		label: '送同事复核',
		from: ['draft'],
		to: 'review',
		by: 'anyone',
		note: 'none',
		done: '已送复核，要由另一位同事看过才会发布。'
	},
	approve: {
		label: '看过了，发布',
		from: ['review'],
		to: 'published',
		by: 'another',
		note: 'none',
		done: '已发布，到展示的日子居民就能看到。'
	},
	return: {
		label: '退回修改',
		from: ['review'],
		to: 'draft',
		by: 'anyone',
		note: 'needed',
		done: '已退回草稿。'
	},
	retire: {
		label: '下架',
		from: ['published'],
		to: 'retired',
		by: 'anyone',
		note: 'needed',
		done: '已下架，居民看不到了。'
	},
	revive: {
		label: '改一改再用',
		from: ['retired'],
		to: 'draft',
		by: 'anyone',
		note: 'none',
		done: '已回到草稿，改好后再送复核。'
	}
} as const satisfies Record<string, Fact>;
export type PosterAction = keyof typeof posterActions;
export const posterActionNames = Object.keys(posterActions) as [PosterAction, ...PosterAction[]];

/** In which states words, pictures and days may be changed. */
export const mayBeWritten: readonly PosterState[] = ['draft'];

export type Standing = {
	state: PosterState;
	/** Whoever wrote at it since it was last published. */
	writers: readonly number[];
};

/** Why this account may not take the action now, in a sentence; null when it may. */
export function refusalOf(
	{ state, writers }: Standing,
	action: PosterAction,
	accountId: number
): string | null {
	const { from, by, label }: Fact = posterActions[action];
	if (!from.includes(state)) return `“${posterStates[state].label}”的海报不能“${label}”`;
	if (by === 'another' && writers.includes(accountId)) {
		return '自己写的要请另一位同事看过才能发布';
	}
	return null;
}

export const actionsOn = (poster: Standing, accountId: number): PosterAction[] =>
	posterActionNames.filter((action) => refusalOf(poster, action, accountId) === null);

export type Window = { fromDay: string; untilDay: string };

export const isOpen = ({ fromDay, untilDay }: Window, day: string): boolean =>
	fromDay <= day && day <= untilDay;

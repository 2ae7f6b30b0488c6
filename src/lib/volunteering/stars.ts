const steps = [
	{ hours: 100, label: '一星志愿者' },
	{ hours: 300, label: '二星志愿者' },
	{ hours: 600, label: '三星志愿者' },
	{ hours: 1000, label: '四星志愿者' },
	{ hours: 1500, label: '五星志愿者' }
] as const;

export type Stars = {
	/** None to five. */
	stars: number;
	label: string;
	/** The next star, and the minutes that are missing to it; null where there is none. */
	next: { label: string; hours: number; missing: number } | null;
};

/** By the minutes that count, in all. */
export function starsFor(minutes: number): Stars {
	const stars = steps.filter(({ hours }) => minutes >= hours * 60).length;
	const next = steps[stars];
	return {
		stars,
		label: stars > 0 ? steps[stars - 1]!.label : '',
		next: next ? { ...next, missing: next.hours * 60 - minutes } : null
	};
}

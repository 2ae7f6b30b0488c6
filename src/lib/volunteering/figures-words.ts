import { formatDuration } from '../time/shanghai';

export type Figures = { shifts: number; measured: number; vouched: number; people: number };

/** Fewer than these might be somebody one knows. */
export const fewestNamed = 5;

export const peopleInWords = (people: number): string =>
	people < fewestNamed ? `少于 ${fewestNamed}` : String(people);

export const minutesOfAll = ({ measured, vouched }: Figures): number => measured + vouched;

/** The cells after the name of a row, as they stand on the page and in the file. */
export const figureHeads = ['班次', '服务时长', '签到签退记录', '证明', '人数'] as const;
export const figureCells = (one: Figures): string[] => [
	String(one.shifts),
	formatDuration(minutesOfAll(one)),
	formatDuration(one.measured),
	formatDuration(one.vouched),
	peopleInWords(one.people)
];

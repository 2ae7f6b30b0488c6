/** 证件: what a certificate may name, if the volunteer wants it to. */
export const papers = {
	id_card: '居民身份证',
	residence_permit: '港澳台居民居住证',
	passport: '护照',
	other: '其他证件'
} as const;
export type Paper = keyof typeof papers;
export const paperNames = Object.keys(papers) as [Paper, ...Paper[]];

/** Who a certificate is for, as kept: of the paper's number no more than its last four places. */
export type Holder = { name: string; paper: Paper | null; tail: string };

/** '张*': as anyone may read it who holds the paper in hand. */
export const maskedName = (name: string): string => `${[...name][0] ?? ''}*`;

/** '居民身份证 ****1234'; empty where none was given. */
export const paperInWords = ({ paper, tail }: Pick<Holder, 'paper' | 'tail'>): string =>
	paper === null ? '' : `${papers[paper]} ****${tail}`;

/** Who issues a certificate, as it is printed there. */
export type Issuer = { office: string; responsible: string; handler: string; contact: string };

/** '2026-000123': the number that follows `last`, the greatest of the year, if there is one. */
export function nextNumber(year: string, last: string | undefined): string {
	const n = last === undefined ? 1 : Number(last.slice(5)) + 1;
	return `${year}-${String(n).padStart(6, '0')}`;
}

import * as v from 'valibot';
import { isDay } from '../reports/calendar-forms';

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

const words = (most: number, message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.minLength(1, message),
		v.maxLength(most, `最多 ${most} 字`)
	);
const day = v.pipe(v.string('请选择日期'), v.check(isDay, '日期写成 2026-01-05 这样'));

const paperAndNumber = '证件类型和证件号请一起填，或都不填';

/** Whoever empties the name takes all of it back. */
export const PersonForm = v.pipe(
	v.object({
		name: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(30, '最多 30 字')),
		paper: v.optional(v.union([v.literal(''), v.picklist(paperNames)], '请选择证件类型'), ''),
		paperNumber: v.pipe(
			v.optional(v.string(), ''),
			v.trim(),
			v.toUpperCase(),
			v.regex(/^([0-9A-Z]{4,20})?$/, '证件号至少写最后四位，只用数字和字母')
		)
	}),
	v.forward(
		v.check(({ name, paper }) => name !== '' || paper === '', '请填写姓名'),
		['name']
	),
	v.forward(
		v.check(({ paper, paperNumber }) => (paper === '') === (paperNumber === ''), paperAndNumber),
		['paperNumber']
	)
);

/** What is kept of it; null where nothing was given. */
export function holderOf({ name, paper, paperNumber }: v.InferOutput<typeof PersonForm>) {
	if (name === '') return null;
	const holder: Holder = { name, paper: paper === '' ? null : paper, tail: paperNumber.slice(-4) };
	return holder;
}

/** How the lead of one's shifts calls one; empty takes it back. */
export const CalledForm = v.object({
	called: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(20, '最多 20 字'))
});

export const CertificateForm = v.pipe(
	v.object({
		from: day,
		to: day,
		named: v.pipe(
			v.optional(v.string(), ''),
			v.transform((value) => value !== '')
		)
	}),
	v.forward(
		v.check(({ from, to }) => from <= to, '结束日期不能早于开始日期'),
		['to']
	)
);
export type CertificateForm = v.InferOutput<typeof CertificateForm>;

/** Who issues certificates: without it none is issued. */
export const IssuerForm = v.object({
	office: words(60, '请填写出具单位'),
	responsible: words(30, '请填写负责人'),
	handler: words(30, '请填写经办人'),
	contact: words(60, '请填写联系方式')
});
export type Issuer = v.InferOutput<typeof IssuerForm>;

export const RevokeForm = v.object({
	code: v.string(),
	reason: words(100, '请写明撤销的原因，查验的人会看到')
});

/** '2026-000123': the number that follows `last`, the greatest of the year, if there is one. */
export function nextNumber(year: string, last: string | undefined): string {
	const n = last === undefined ? 1 : Number(last.slice(5)) + 1;
	return `${year}-${String(n).padStart(6, '0')}`;
}

import * as v from 'valibot';
import { isDay } from '../reports/calendar-forms';
import { questionKindNames, topicNames } from './questions';
import { weightingNames } from './results';
import { saidOutcomes, waveModeNames } from './waves';

const words = (most: number, message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.minLength(1, message),
		v.maxLength(most, `最多 ${most} 字`)
	);
const moreWords = (most: number) =>
	v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most, `最多 ${most} 字`)), '');
const ticked = v.pipe(
	v.optional(v.string(), ''),
	v.transform((value) => value !== '')
);
const whole = (message: string, least: number, most: number) =>
	v.pipe(
		v.string(message),
		v.regex(/^\d{1,9}$/, message),
		v.transform(Number),
		v.minValue(least, message),
		v.maxValue(most, message)
	);
const wholeOrNone = (message: string) =>
	v.pipe(
		v.optional(v.string(), ''),
		v.regex(/^\d{0,9}$/, message),
		v.transform((text) => (text === '' ? null : Number(text)))
	);
const day = v.pipe(v.string('请选择日期'), v.check(isDay, '日期写成 2026-01-05 这样'));

export const NewQuestionnaire = v.object({ title: words(40, '请填写问卷名称'), standard: ticked });
export const QuestionnaireWords = v.object({
	title: words(40, '请填写问卷名称'),
	intro: moreWords(300)
});

const question = {
	kind: v.picklist(questionKindNames, '请选择题型'),
	topic: v.picklist(topicNames, '请选择主题'),
	text: words(200, '请填写题目'),
	options: moreWords(2000),
	rows: moreWords(1000),
	required: ticked,
	shuffle: ticked,
	most: wholeOrNone('最多选几项要写数字'),
	showQuestion: moreWords(40),
	showIs: moreWords(60)
};
export const QuestionForm = v.object(question);
export const ChangeQuestion = v.object({ ...question, id: words(40, '没有这道题') });
export const QuestionId = v.object({ id: words(40, '没有这道题') });
export const MoveQuestion = v.object({
	id: words(40, '没有这道题'),
	by: v.picklist(['up', 'down'], '请选择方向')
});

export const WaveForm = v.object({
	title: words(40, '请填写名称'),
	slug: v.pipe(
		v.string('请填写网址'),
		v.trim(),
		v.regex(/^[a-z0-9][a-z0-9-]{1,39}$/, '用小写字母、数字和横线，例如 2026-spring')
	),
	questionnaireId: whole('请选择问卷', 1, 1e9),
	mode: v.picklist(waveModeNames, '请选择方式'),
	opens: day,
	closes: day
});
export const InviteForm = v.object({ many: whole('一次生成 1 到 500 封', 1, 500) });
export const DrawForm = v.object({
	grids: whole('抽 2 到 500 个网格', 2, 500),
	each: whole('每个网格 1 到 200 户', 1, 200),
	seed: whole('种子写一个数，例如今天的日期 20260301', 0, 4_294_967_295)
});
/** A list as it was looked through: numbers, one a line. */
export const NumbersForm = v.object({
	numbers: v.optional(v.pipe(v.string(), v.maxLength(100_000, '一次最多 2000 个号码')), '')
});
const letters = whole('写一个整数，没有就写 0', 0, 200);
export const ReturnsForm = v.object({
	gridId: whole('请选择网格', 1, 1e9),
	vacant: letters,
	notFound: letters
});
export const AssignForm = v.object({
	gridId: whole('请选择网格', 1, 1e9),
	enumeratorId: whole('请选择访问员', 1, 1e9)
});
export const MarginsForm = v.object({ name: words(40, '请填写来源，例如第七次人口普查') });
export const ComputeForm = v.object({
	weighting: v.picklist(weightingNames, '请选择加权方法'),
	marginsId: wholeOrNone('请选择人口数')
});
export const AsideForm = v.object({
	id: v.pipe(v.string(), v.regex(/^\d{1,15}$/, '没有这份答卷'), v.transform(Number)),
	aside: ticked,
	why: moreWords(100)
});

/** What an enumerator's phone sends; all values are text, as a form has them. */
export const VisitSend = v.looseObject({
	code: v.pipe(v.string('没有这个访问地址'), v.maxLength(12, '没有这个访问地址')),
	outcome: v.picklist(['complete', ...saidOutcomes], '请选择访问情况'),
	seconds: v.optional(v.pipe(v.string(), v.regex(/^\d{0,6}$/, '时间不对')), ''),
	photos: v.optional(v.literal(0), 0),
	at: v.optional(v.pipe(v.string('时间不对'), v.isoTimestamp('时间不对')))
});

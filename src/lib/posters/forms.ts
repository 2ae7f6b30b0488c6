import * as v from 'valibot';
import { isDay } from '../reports/calendar-forms';
import { posterActionNames, posterActions } from './workflow';

export const words = (most: number, message: string) =>
	v.pipe(
		v.string(message),
		v.trim(),
		v.minLength(1, message),
		v.maxLength(most, `最多 ${most} 字`)
	);
export const moreWords = (most: number) =>
	v.optional(v.pipe(v.string(), v.trim(), v.maxLength(most, `最多 ${most} 字`)), '');
export const ticked = v.pipe(
	v.optional(v.string(), ''),
	v.transform((value) => value !== '')
);
export const day = v.pipe(v.string('请选择日期'), v.check(isDay, '日期写成 2026-01-05 这样'));
export const id = v.pipe(v.string('请选择'), v.regex(/^\d{1,9}$/, '请选择'), v.transform(Number));

export const longestBody = 6000;
/** No poster hangs for longer: what nobody looks at again grows stale. */
const longestWindow = 366;

export const PosterForm = v.pipe(
	v.object({
		title: words(40, '请写标题'),
		themeId: id,
		summary: words(80, '请写一句话，列表和分享图上会用'),
		body: words(longestBody, '请写正文'),
		pictureAlt: moreWords(100),
		fromDay: day,
		untilDay: day
	}),
	v.forward(
		v.check(({ fromDay, untilDay }) => fromDay <= untilDay, '结束日期不能早于开始日期'),
		['untilDay']
	),
	v.forward(
		v.check(
			({ fromDay, untilDay }) =>
				Date.parse(untilDay) - Date.parse(fromDay) < longestWindow * 86_400_000,
			'最长展示一年，到期再看要不要续'
		),
		['untilDay']
	)
);
export type PosterForm = v.InferOutput<typeof PosterForm>;

export const StepForm = v.pipe(
	v.object({ action: v.picklist(posterActionNames), note: moreWords(200) }),
	v.forward(
		v.check(
			({ action, note }) => posterActions[action].note === 'none' || note !== '',
			'请写明原因'
		),
		['note']
	)
);
export type StepForm = v.InferOutput<typeof StepForm>;

export const ThemeForm = v.object({ name: words(20, '请写主题名称') });
export const ChangeTheme = v.object({ id, name: words(20, '请写主题名称'), active: ticked });
export const PreviewForm = v.object({ body: moreWords(longestBody) });

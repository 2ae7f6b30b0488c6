import * as v from 'valibot';
import { requiredText } from '../accounts/forms';
import { categoryLabel, findCategory, isGroup } from './categories';
import { limitLabel } from './deadlines';
import { chosen } from './forms';
import { actions, type Action } from './workflow';

/** The steps whose words can come from a template. */
export const templateActions = ['reject', 'note', 'ask_verify', 'dispatch', 'reopen'] as const;
export type TemplateAction = (typeof templateActions)[number];

export const templateActionLabel = (action: TemplateAction): string => actions[action].label;

export const isTemplateAction = (action: Action): action is TemplateAction =>
	(templateActions as readonly Action[]).includes(action);

/** What of a case a template may name, as 编号 in {编号}. */
export const placeholders = ['编号', '类别', '地点', '单位', '时限'] as const;
type Placeholder = (typeof placeholders)[number];

export type TemplateFacts = Record<Placeholder, string>;

/** A fact that the case does not have yet. */
const none: TemplateFacts = {
	编号: '',
	类别: '这类问题',
	地点: '上报的地点',
	单位: '责任单位',
	时限: '规定时限'
};

export const factsFor = (
	report: { code: string; category: string; placeName: string; address: string },
	unit: string | null
): TemplateFacts => {
	const limit = findCategory(report.category)?.limit;
	return {
		编号: report.code,
		类别: categoryLabel(report.category),
		地点: report.placeName || report.address,
		单位: unit ?? '',
		时限: limit ? limitLabel(limit) : ''
	};
};

const named = /\{([^{}]*)\}/g;

const isPlaceholder = (name: string): name is Placeholder =>
	(placeholders as readonly string[]).includes(name);

/** The words with the facts of a case in their places; what the case lacks is said in general. */
export const fillTemplate = (words: string, facts: TemplateFacts): string =>
	words.replace(named, (whole, name: string) =>
		isPlaceholder(name) ? facts[name] || none[name] : whole
	);

/** What stands in braces and is no fact of a case; a brace that does not close is one too. */
export function unknownPlaceholders(words: string): string[] {
	const unknown = [...words.matchAll(named)].flatMap(([whole, name = '']) =>
		isPlaceholder(name) ? [] : [whole]
	);
	const loose = words.replace(named, '').match(/[{}]/g) ?? [];
	return [...new Set([...unknown, ...loose])];
}

const words = v.pipe(
	requiredText(300, '内容'),
	v.rawCheck(({ dataset, addIssue }) => {
		if (!dataset.typed) return;
		const unknown = unknownPlaceholders(dataset.value);
		if (unknown.length === 0) return;
		const known = placeholders.map((name) => `{${name}}`).join('、');
		addIssue({ message: `不认识 ${unknown.join('、')}。可以用：${known}` });
	})
);

const fields = {
	name: requiredText(30, '名称'),
	category: v.optional(
		v.pipe(
			v.string(),
			v.check((id) => id === '' || isGroup(id) || findCategory(id) !== undefined, '请从列表中选择')
		),
		''
	),
	action: chosen(templateActions, '请选择用在哪一步'),
	words
};

export const NewTemplate = v.object(fields);
export const ChangeTemplate = v.object({
	...fields,
	id: v.pipe(v.string('没有这个模板'), v.regex(/^\d{1,12}$/, '没有这个模板'), v.transform(Number)),
	active: v.optional(v.literal('on'))
});

/** Whether a template is for a case of this category. */
export const fits = (template: { category: string }, report: { category: string; group: string }) =>
	['', report.category, report.group].includes(template.category);

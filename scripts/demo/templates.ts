import type { Actor } from '../../src/lib/accounts/roles';
import type { TemplateAction } from '../../src/lib/reports/templates';
import type { Db } from '../../src/lib/server/db';
import { addTemplate } from '../../src/lib/server/reports/commands/templates';

const templates: { name: string; category: string; action: TemplateAction; words: string }[] = [
	{
		name: '照片看不清',
		category: '',
		action: 'reject',
		words: '{编号}的照片看不清具体位置，请在{地点}重新拍一张全景再报，谢谢您。'
	},
	{
		name: '请拨 12345',
		category: '',
		action: 'reject',
		words: '{类别}不在随手拍的受理范围，请拨打 12345 反映，编号{编号}可作参考。'
	},
	{
		name: '谢谢，安排劝导',
		category: 'conduct',
		action: 'note',
		words: '谢谢您，{地点}的{类别}已登记，我们会据此安排文明劝导。'
	},
	{
		name: '感谢点赞',
		category: 'praise',
		action: 'note',
		words: '谢谢您的点赞，我们会转达给{地点}的有关人员。'
	},
	{
		name: '现场看是否仍在',
		category: '',
		action: 'ask_verify',
		words: '请到{地点}看{类别}是否仍在，拍一张全景。'
	},
	{
		name: '按时限办理',
		category: '',
		action: 'dispatch',
		words: '请{单位}在{时限}内办理，办完在原位置拍照反馈。'
	},
	{
		name: '居民不满意',
		category: '',
		action: 'reopen',
		words: '居民对{编号}的办理结果不满意，请{单位}到{地点}重新查看并办理。'
	}
];

/** A few words for a start; the office makes its own. */
export async function makeTemplates(db: Db, moderator: Actor, at: number): Promise<void> {
	for (const template of templates) await addTemplate(db, moderator, template, at);
}

import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { System } from '$lib/places/forms';
import type { ImportKind, ImportOffer } from '$lib/places/import';
import { db, now, seal } from '$lib/server/app';
import { formAction } from '$lib/server/http/form-action';
import { importSheet, previewImport } from '$lib/server/places/import/run';
import { readCarried, readUpload } from '$lib/server/places/import/upload';

/** The two steps of an import: look first, then all or nothing. */
export function importActions(kinds: readonly [ImportKind, ...ImportKind[]]) {
	const what = v.picklist(kinds, '请选择要导入的内容');
	return {
		preview: formAction(
			v.object({ what, system: System }),
			async ({ locals }: RequestEvent, { what, system }, form) => {
				const sheet = await readUpload(form.get('file'), what, system);
				const preview = await previewImport(db, locals.actor, what, sheet, seal);
				const data = preview.problems.length > 0 ? '' : JSON.stringify(sheet);
				const offer: ImportOffer = { what, format: sheet.format, ...preview, data };
				return { offer };
			}
		),
		import: formAction(
			v.object({ what, data: v.string('请先预览') }),
			async ({ locals }: RequestEvent, { what, data }) => {
				const sheet = readCarried(data);
				const count = await importSheet(db, locals.actor, what, sheet, now(), seal);
				return {
					done: `已导入：新增 ${count.added} 条，更新 ${count.changed} 条，${count.unchanged} 条没有变化`
				};
			}
		)
	};
}

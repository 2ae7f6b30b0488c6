import { beforeEach, describe, expect, it } from 'vitest';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { addTemplate, changeTemplate } from '../../src/lib/server/reports/commands/templates';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { listTemplates, repliesFor } from '../../src/lib/server/reports/queries/templates';
import { freshTown } from '../support/database';
import { monday, people, submitted, type People } from '../support/factories';

let db: Db;
let who: People;

beforeEach(async () => {
	db = await freshTown();
	who = await people(db);
});

const blurred = {
	name: '照片看不清',
	category: 'sanitation',
	action: 'reject' as const,
	words: '{编号}的照片看不清，请到{地点}重拍。'
};

describe('reply templates', () => {
	it('are offered for their step and category, with the facts filled in, while they are in use', async () => {
		const { code } = await submitted(db);
		const report = await getReport(db, code);
		const id = await addTemplate(db, who.moderator, blurred, monday);
		await addTemplate(db, who.supervisor, { ...blurred, category: 'traffic' }, monday);
		const replies = await repliesFor(db, report, null, ['accept', 'reject']);
		expect(replies).toEqual([
			{ id, name: '照片看不清', action: 'reject', words: expect.stringContaining(code) }
		]);
		expect(replies[0]!.words).not.toContain('{');
		expect(await repliesFor(db, report, null, ['dispatch'])).toEqual([]);

		await changeTemplate(db, who.moderator, { ...blurred, id, active: undefined }, monday);
		expect(await repliesFor(db, report, null, ['reject'])).toEqual([]);
		expect(await auditOf(db, `template:${id}`)).toMatchObject([
			{ action: 'add_template' },
			{ action: 'change_template' }
		]);
	});

	it('are the office’s: others may not change them', async () => {
		for (const actor of [who.handler, who.checker, who.administrator, who.resident]) {
			await expect(addTemplate(db, actor, blurred, monday)).rejects.toMatchObject({
				reason: 'forbidden'
			});
		}
		expect(await listTemplates(db)).toEqual([]);
	});
});

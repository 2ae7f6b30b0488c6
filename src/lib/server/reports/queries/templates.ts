import { asc, desc, eq } from 'drizzle-orm';
import { factsFor, fillTemplate, fits, isTemplateAction } from '../../../reports/templates';
import type { Action } from '../../../reports/workflow';
import type { Db } from '../../db';
import { replyTemplates } from '../desk-schema';

export const listTemplates = (db: Db) =>
	db
		.select()
		.from(replyTemplates)
		.orderBy(desc(replyTemplates.active), asc(replyTemplates.action), asc(replyTemplates.id));

type Case = {
	code: string;
	category: string;
	categoryGroup: string;
	placeName: string;
	address: string;
};

/** The ready-made words for what may be done with a case, with its facts filled in. */
export async function repliesFor(
	db: Db,
	report: Case,
	unit: string | null,
	offered: readonly Action[]
) {
	if (!offered.some(isTemplateAction)) return [];
	const rows = await db
		.select()
		.from(replyTemplates)
		.where(eq(replyTemplates.active, true))
		.orderBy(asc(replyTemplates.id));
	const where = { category: report.category, group: report.categoryGroup };
	const facts = factsFor(report, unit);
	return rows
		.filter((row) => offered.includes(row.action) && fits(row, where))
		.map(({ id, name, action, words }) => ({
			id,
			name,
			action,
			words: fillTemplate(words, facts)
		}));
}

export type Reply = Awaited<ReturnType<typeof repliesFor>>[number];

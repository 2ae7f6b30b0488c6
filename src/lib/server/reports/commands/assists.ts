import { eq, inArray } from 'drizzle-orm';
import { askedToAssist } from '../../../reports/notices';
import type { Db } from '../../db';
import { accountsOf, deliver } from '../../notifications/commands';
import { units } from '../../places/schema';
import { Refusal } from '../../refusal';
import { noticeFacts, type Report } from '../advance';
import { assists } from '../desk-schema';

export type Helper = { id: number; code: string; name: string };
const most = 8;

/** The units meant, each in use and none of them the one that leads. */
export async function helpersFor(
	tx: Db,
	lead: number,
	chosen: readonly number[]
): Promise<Helper[]> {
	const wanted = [...new Set(chosen)].filter((id) => id !== lead);
	if (wanted.length > most) {
		throw new Refusal('invalid', `协办单位最多 ${most} 个`, { assists: `最多选 ${most} 个` });
	}
	if (wanted.length === 0) return [];
	const found = await tx.select().from(units).where(inArray(units.id, wanted));
	const gone = found.find(({ active }) => !active);
	if (gone || found.length < wanted.length) {
		const message = gone ? `${gone.name}已停用，不能协办` : '没有这个单位';
		throw new Refusal('invalid', message, { assists: message });
	}
	return wanted.map((id) => found.find((unit) => unit.id === id)!);
}

export const leadAndHelp = (lead: string, helpers: readonly Helper[]): string =>
	helpers.length === 0
		? `由${lead}办理`
		: `牵头：${lead}，协办：${helpers.map(({ name }) => name).join('、')}`;

/** Puts exactly these in; those who are new to it are told. */
export async function setAssists(
	tx: Db,
	report: Report,
	helpers: readonly Helper[],
	at: number
): Promise<void> {
	const before = await tx.select().from(assists).where(eq(assists.reportId, report.id));
	const since = new Map(before.map((row) => [row.unitId, row.since]));
	await tx.delete(assists).where(eq(assists.reportId, report.id));
	if (helpers.length === 0) return;
	await tx
		.insert(assists)
		.values(
			helpers.map(({ id }) => ({ reportId: report.id, unitId: id, since: since.get(id) ?? at }))
		);
	const facts = await noticeFacts(tx, report);
	const letter = {
		title: askedToAssist.title(),
		body: askedToAssist.body(facts),
		href: `/unit/${report.code}`
	};
	for (const { id } of helpers.filter((helper) => !since.has(helper.id))) {
		await deliver(tx, await accountsOf(tx, 'unit_handler', id), letter, at);
	}
}

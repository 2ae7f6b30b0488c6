import type { Actor } from '../../../accounts/roles';
import type { Db } from '../../db';
import { officersOn } from '../../places/posts';
import { getUnit } from '../../places/queries';
import { suggestedUnit } from '../suggested-unit';
import { Refusal } from '../../refusal';
import { advance } from '../advance';
import { assistsOf } from '../queries/assists';
import { getReport } from '../queries/casework';
import { helpersFor, leadAndHelp, setAssists } from './assists';
import { dispatchIn } from './triage';

/**
 * 一街五管: one dispatch to all forces of the street. The unit that the duty names leads, or the one
 * that was chosen; the others assist.
 */
export async function dispatchToFive(
	db: Db,
	actor: Actor,
	code: string,
	input: { lead: number | null; note: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const five = (await officersOn(tx, report.segmentId)).map(({ unitId }) => unitId);
		if (five.length === 0) {
			throw new Refusal('conflict', '这件不在有五管的街道上，请用普通派遣');
		}
		const suggested = await suggestedUnit(tx, report);
		const named = suggested && !suggested.gap ? suggested.unitId : null;
		const lead = input.lead ?? named;
		if (lead === null || (lead !== named && !five.includes(lead))) {
			throw new Refusal('invalid', '请选择由谁牵头', { lead: '请从五家里选一家牵头' });
		}
		const byDuty = lead === named && suggested !== null;
		await dispatchIn(
			tx,
			actor,
			code,
			{
				unitId: lead,
				basis: byDuty ? suggested.basis : 'assigned',
				document: byDuty ? suggested.document : '',
				note: input.note,
				assists: five.filter((id) => id !== lead)
			},
			at
		);
	});
}

/** Who assists from now on; the lead and its clock stay as they are. */
export async function changeAssists(
	db: Db,
	actor: Actor,
	code: string,
	chosen: readonly number[],
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		if (report.unitId === null) throw new Refusal('conflict', '还没有派遣，请先派遣');
		const lead = await getUnit(tx, report.unitId);
		const helpers = await helpersFor(tx, lead.id, chosen);
		await advance(tx, actor, report, 'assist', at, {
			publicNote: leadAndHelp(lead.name, helpers),
			facts: { assists: helpers.map(({ code }) => code).join(',') }
		});
		await setAssists(tx, report, helpers, at);
	});
}

/** What an assisting unit has to say; the lead is told. */
export async function noteAssist(
	db: Db,
	actor: Actor,
	code: string,
	input: { reason: string },
	at: number
) {
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		const assisting = (await assistsOf(tx, report.id)).map(({ unitId }) => unitId);
		const name = actor.unitId === null ? '' : (await getUnit(tx, actor.unitId)).name;
		await advance(tx, actor, report, 'assist_note', at, {
			note: `${name}：${input.reason}`,
			assisting
		});
	});
}

import { eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { closingOf, isDrawn, type Lot } from '../../../reports/second-look';
import { lookFindings, type LookFinding } from '../../../reports/workflow';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { setOfficeSetting } from '../../settings/office';
import { advance, tell, type Report } from '../advance';
import { secondLooks } from '../desk-schema';
import { getReport } from '../queries/casework';
import { lookAt, mayLook, secondLookShare, shareSetting } from '../queries/second-looks';
import { stepOnSite, type OnSite } from './on-site';
import { appendPhotos, type StoredPhoto } from './photos';

/**
 * Draws whether the closing at `at` is looked at again. Returns what the journal keeps of the draw, so
 * that it can be drawn again by whoever has the secret.
 */
export async function drawSecondLook(
	tx: Db,
	checker: Actor,
	report: Pick<Report, 'id' | 'code'>,
	lot: Lot,
	at: number
): Promise<{ lookShare: number; lookDrawn: boolean }> {
	const lookShare = await secondLookShare(tx);
	const lookDrawn = isDrawn(lot(closingOf(report.code, at)), lookShare);
	if (lookDrawn) {
		await tx
			.insert(secondLooks)
			.values({ reportId: report.id, closedAt: at, passedBy: checker.accountId, drawnAt: at });
	}
	return { lookShare, lookDrawn };
}

/** @throws Refusal where there is none to be done, or not by this checker */
export async function mustBeToLook(tx: Db, actor: Actor, report: Report) {
	const look = await lookAt(tx, report);
	if (!look) throw new Refusal('conflict', '这件没有抽中复查');
	if (look.doneAt !== null) throw new Refusal('conflict', '这件已经有人复查过了');
	if (!mayLook(actor, look, report)) {
		throw new Refusal('forbidden', '复查由另一位核查员做，不能由原来的核查员做');
	}
	return look;
}

/** 复查 of a closed case: 问题又出现 is told to moderators and supervisors, who may reopen it. */
export async function lookAgain(
	db: Db,
	actor: Actor,
	code: string,
	input: { finding: LookFinding; note: string },
	taken: readonly StoredPhoto[],
	at: number,
	onSite: OnSite = {}
) {
	const broken = input.finding === 'broken';
	if (broken && input.note === '') {
		throw new Refusal('invalid', '请写明问题', { note: '请写明现在是什么情况' });
	}
	if (broken && taken.length === 0) {
		throw new Refusal('invalid', '请拍一张现场照片', { photos: '问题又出现请附一张现场照片' });
	}
	await db.transaction(async (tx) => {
		const report = await getReport(tx, code);
		// anything but closed is refused by the workflow itself
		const look = report.state === 'closed' ? await mustBeToLook(tx, actor, report) : null;
		const note = [lookFindings[input.finding].label, input.note].filter(Boolean).join('：');
		const { doneAt, facts } = await stepOnSite(tx, report, 'second_look', onSite, at);
		await advance(tx, actor, report, 'second_look', at, {
			note,
			facts: { finding: input.finding, ...facts },
			doneAt,
			quiet: true
		});
		await tx
			.update(secondLooks)
			.set({ doneAt: at, doneBy: actor.accountId, finding: input.finding, note: input.note })
			.where(eq(secondLooks.id, look!.id));
		await appendPhotos(tx, report.id, 'check', taken, at);
		if (broken) await tell(tx, report, 'look_broken', { note }, at);
	});
}

/** How many of a hundred passed cases are looked at again, from now on. */
export async function setSecondLookShare(
	db: Db,
	actor: Actor,
	input: { share: number },
	at: number
) {
	if (!maySetShare(actor)) throw new Refusal('forbidden', '只有督导员可以改复查比例');
	await db.transaction((tx) => setOfficeSetting(tx, actor, shareSetting, input.share, at));
}

export const maySetShare = ({ role }: Actor): boolean => role === 'supervisor';

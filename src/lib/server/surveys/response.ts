import { eq, sql } from 'drizzle-orm';
import { responseRate1, type Dispositions } from '../../surveys/estimate/planning';
import type { WaveResult } from '../../surveys/results';
import type { Outcome } from '../../surveys/waves';
import type { Db } from '../db';
import { returnsOf } from './letter-sample';
import { invitations, visits } from './schema';
import type { Wave } from './waves';

/** What came of all that were asked; null of an open wave, where nobody was. */
export async function responseOf(
	tx: Db,
	{ id, mode }: Wave,
	answered: number
): Promise<WaveResult['response']> {
	if (mode === 'open') return null;
	if (mode === 'invited') {
		const letters = await tx.$count(invitations, eq(invitations.waveId, id));
		// of a letter without an answer nobody knows whether somebody lives there
		const { vacant } = await returnsOf(tx, id);
		const unknownHousehold = Math.max(0, letters - vacant - answered);
		return rated({ ...none, complete: answered, unknownHousehold }, vacant);
	}
	const counted = await tx
		.select({ outcome: visits.outcome, n: sql<number>`count(*)` })
		.from(visits)
		.where(eq(visits.waveId, id))
		.groupBy(visits.outcome);
	const of = (...names: Outcome[]) =>
		counted.reduce((sum, { outcome, n }) => sum + (names.includes(outcome) ? n : 0), 0);
	return rated(
		{
			complete: of('complete'),
			partial: of('partial'),
			refused: of('refused'),
			nonContact: of('non_contact', 'callback'),
			other: of('other'),
			unknownHousehold: of('unknown', 'pending'),
			unknownOther: 0
		},
		of('ineligible')
	);
}

const none: Dispositions = {
	complete: 0,
	partial: 0,
	refused: 0,
	nonContact: 0,
	other: 0,
	unknownHousehold: 0,
	unknownOther: 0
};
const rated = (dispositions: Dispositions, ineligible: number) => ({
	dispositions,
	ineligible,
	rate: responseRate1(dispositions)
});

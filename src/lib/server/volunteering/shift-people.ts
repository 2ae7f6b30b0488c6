import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { mayPlanShifts } from '../../accounts/policy';
import { inAll, plannedMinutes, sumsOf } from '../../volunteering/hours';
import { activeStates, type SignupState } from '../../volunteering/signups';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { vouchFor } from './hours';
import { hours } from './hours-schema';
import { shifts, signups, volunteers } from './schema';

/** Who was on a shift, its lead too, when they came and went, and what the ledger holds of it, minutes. */
export async function peopleOnShift(db: Db, shift: Pick<Shift, 'id' | 'leadId'>) {
	const onIt = await db
		.select({
			accountId: signups.accountId,
			state: signups.state,
			cameAt: signups.checkedInAt,
			leftAt: signups.leftAt,
			by: signups.checkedInBy,
			name: accounts.name,
			number: volunteers.number
		})
		.from(signups)
		.innerJoin(accounts, eq(accounts.id, signups.accountId))
		.leftJoin(volunteers, eq(volunteers.accountId, signups.accountId))
		.where(and(eq(signups.shiftId, shift.id), inArray(signups.state, [...activeStates])))
		.orderBy(asc(signups.id));
	const rows = await db
		.select()
		.from(hours)
		.where(eq(hours.shiftId, shift.id))
		.orderBy(asc(hours.id));
	const lead = onIt.some(({ accountId }) => accountId === shift.leadId)
		? []
		: await asLead(db, shift.leadId);
	return [...lead, ...onIt].map((person) => {
		const own = rows.filter(({ accountId }) => accountId === person.accountId);
		const { above, ...sums } = sumsOf(own);
		return {
			...person,
			isLead: person.accountId === shift.leadId,
			measured: sums.measured,
			vouched: sums.seen + sums.vouched,
			above,
			counted: own.reduce((total, { counted }) => total + counted, 0)
		};
	});
}
type Shift = typeof shifts.$inferSelect;
export type OnTheShift = Awaited<ReturnType<typeof peopleOnShift>>[number];

/** A lead who did not sign up is on the shift all the same. */
async function asLead(db: Db, leadId: number | null) {
	if (leadId === null) return [];
	const found = await db
		.select({ accountId: accounts.id, name: accounts.name, number: volunteers.number })
		.from(accounts)
		.leftJoin(volunteers, eq(volunteers.accountId, accounts.id))
		.where(eq(accounts.id, leadId));
	const unknown = { state: null as SignupState | null, cameAt: null, leftAt: null, by: null };
	return found.map((lead) => ({ ...lead, ...unknown }));
}

/** The office answers for minutes of someone on a shift, also of its lead. @throws as `vouchFor` */
export async function vouchByOffice(
	db: Db,
	actor: Actor,
	code: string,
	{ person, minutes, reason }: { person: number; minutes: number; reason: string },
	at: number
): Promise<void> {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '您不能为这个班次证明时长');
	await db.transaction(async (tx) => {
		const [shift] = await tx.select().from(shifts).where(eq(shifts.code, code));
		if (!shift) throw new Refusal('missing', '没有这个班次');
		const people = await peopleOnShift(tx, shift);
		if (!people.some(({ accountId }) => accountId === person)) {
			throw new Refusal('missing', '这个班次没有这位志愿者');
		}
		await vouchFor(tx, actor, { shift, accountId: person }, { minutes, reason }, at);
	});
}

/** What may still be vouched for somebody on a shift, minutes. */
export const leftToVouch = (
	shift: Pick<Shift, 'startsAt' | 'endsAt'>,
	{ measured, vouched }: Pick<OnTheShift, 'measured' | 'vouched'>
): number => plannedMinutes(shift) - inAll({ measured, vouched, seen: 0, above: 0 });

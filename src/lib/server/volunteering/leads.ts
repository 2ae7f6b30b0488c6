import { and, asc, desc, eq, isNotNull, or } from 'drizzle-orm';
import type { ShiftForm } from '../../volunteering/forms';
import { accounts } from '../accounts/schema';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { volunteers } from './schema';

const person = (db: Db) =>
	db
		.select({
			id: accounts.id,
			name: accounts.name,
			role: accounts.role,
			active: accounts.active,
			number: volunteers.number
		})
		.from(accounts)
		.leftJoin(volunteers, eq(volunteers.accountId, accounts.id))
		.$dynamic();

/** Those whom the desk can choose: all 队长, and those who became volunteers last. */
export async function leadChoices(db: Db, most = 100) {
	const named = await person(db)
		.where(and(eq(accounts.role, 'team_lead'), eq(accounts.active, true)))
		.orderBy(asc(accounts.id));
	const joined = await db
		.select({ id: accounts.id, name: accounts.name, number: volunteers.number })
		.from(volunteers)
		.innerJoin(accounts, eq(accounts.id, volunteers.accountId))
		.where(
			and(
				eq(accounts.active, true),
				or(eq(accounts.role, 'resident'), eq(accounts.role, 'volunteer'))
			)
		)
		.orderBy(desc(volunteers.accountId))
		.limit(most);
	return [...named, ...joined].map(leadLabel);
}

/** How colleagues read who leads: residents have a number and no name. */
export const leadLabel = ({
	id,
	name,
	number
}: {
	id: number;
	name: string;
	number: string | null;
}) => ({
	id,
	label: [name, number].filter(Boolean).join(' ') || `账号 ${id}`
});

/** The account asked for to lead; whoever leads already may go on. @throws Refusal('invalid') */
export async function leadAsked(
	tx: Db,
	{ leadId, leadNumber }: Pick<ShiftForm, 'leadId' | 'leadNumber'>,
	now: number | null = null
): Promise<number | null> {
	if (leadNumber === undefined && (leadId === null || leadId === now)) return leadId;
	const [found] = await person(tx).where(
		leadNumber === undefined
			? eq(accounts.id, leadId!)
			: and(isNotNull(volunteers.number), eq(volunteers.number, leadNumber))
	);
	if (found?.active && (found.role === 'team_lead' || found.number !== null)) return found.id;
	const field = leadNumber === undefined ? 'leadId' : 'leadNumber';
	throw new Refusal('invalid', '没有这位志愿者', { [field]: '没有这位志愿者' });
}

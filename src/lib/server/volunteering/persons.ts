import { eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { Holder } from '../../volunteering/certificate';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { ownAccount } from './of-volunteer';
import { volunteerOf } from './queries';
import { volunteers } from './schema';

type Sealed = Pick<typeof volunteers.$inferSelect, 'calledSealed' | 'personSealed'>;

/** How a lead calls a volunteer of their shift; empty where the volunteer said nothing. */
export const calledOf = (seal: Sealing, { calledSealed }: Pick<Sealed, 'calledSealed'>): string =>
	calledSealed === null ? '' : seal.open(calledSealed);

/** Who a certificate names; null where the volunteer said nothing. */
export const personOf = (seal: Sealing, { personSealed }: Pick<Sealed, 'personSealed'>) =>
	personSealed === null ? null : (JSON.parse(seal.open(personSealed)) as Holder);

/** Says how one is called on the spot, or takes it back. */
export async function sayCalled(
	db: Db,
	seal: Sealing,
	actor: Actor,
	called: string,
	at: number
): Promise<void> {
	const calledSealed = called === '' ? null : seal.seal(called);
	await say(db, actor, { calledSealed }, (tx) =>
		record(tx, actor, 'say_called', `account:${actor.accountId}`, at, { given: called !== '' })
	);
}

/** Says who a certificate is to name, or takes it back. */
export async function sayPerson(
	db: Db,
	seal: Sealing,
	actor: Actor,
	person: Holder | null,
	at: number
): Promise<void> {
	const personSealed = person === null ? null : seal.seal(JSON.stringify(person));
	await say(db, actor, { personSealed }, (tx) =>
		record(tx, actor, 'say_person', `account:${actor.accountId}`, at, { given: person !== null })
	);
}

async function say(
	db: Db,
	actor: Actor,
	said: Partial<Sealed>,
	recorded: (tx: Db) => Promise<void>
) {
	const accountId = ownAccount(actor);
	await db.transaction(async (tx) => {
		if (!(await volunteerOf(tx, accountId))) throw new Refusal('conflict', '请先登记成为志愿者');
		await tx.update(volunteers).set(said).where(eq(volunteers.accountId, accountId));
		await recorded(tx);
	});
}

/** What of oneself is shown to oneself. */
export async function ownPerson(db: Db, seal: Sealing, actor: Actor) {
	const volunteer = await volunteerOf(db, ownAccount(actor));
	return {
		number: volunteer?.number ?? null,
		called: volunteer ? calledOf(seal, volunteer) : '',
		person: volunteer ? personOf(seal, volunteer) : null
	};
}

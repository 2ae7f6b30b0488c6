import { randomBytes } from 'node:crypto';
import { and, asc, desc, eq, gt, lte } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { keyBytes, keyFrom, keyText, stepOf } from '../../accounts/totp';
import { actsAs } from '../../volunteering/policy';
import { record } from '../audit/record';
import type { Db } from '../db';
import type { SealedColumn } from '../keys/rotate';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { shiftSecrets } from './on-site-schema';
import { getShift, type AskedRow } from './queries';

export type ShiftSecret = { secret: string; since: number };

type Led = { id: number; leadId: number | null };

const newestOf = (db: Db, shiftId: number, upTo: number) =>
	db
		.select()
		.from(shiftSecrets)
		.where(and(eq(shiftSecrets.shiftId, shiftId), lte(shiftSecrets.since, upTo)))
		.orderBy(desc(shiftSecrets.since))
		.limit(1)
		.then(([row]) => row);

// for whom it was made stands with it: another lead has another one
const opened = (seal: Sealing, sealed: string) => {
	const [leadId = '', secret = ''] = seal.open(sealed).split(' ');
	return { leadId, secret };
};

/**
 * The secret of a shift, in base32; made when the lead first asks, and anew for another lead. With it the
 * lead sees what volunteers are called: that stands in the audit once for each secret.
 */
export async function secretOf(
	db: Db,
	seal: Sealing,
	actor: Actor,
	shift: AskedRow,
	at: number
): Promise<ShiftSecret> {
	const row = await newestOf(db, shift.id, at);
	const kept = row && opened(seal, row.sealed);
	if (row && kept?.leadId === String(shift.leadId))
		return { secret: kept.secret, since: row.since };
	return db.transaction(async (tx) => {
		const meanwhile = await newestOf(tx, shift.id, at);
		if (meanwhile && meanwhile.id !== row?.id) {
			return { secret: opened(seal, meanwhile.sealed).secret, since: meanwhile.since };
		}
		await record(tx, actor, 'take_shift_kit', `shift:${shift.code}`, at);
		return addSecret(tx, seal, shift, at);
	});
}

async function addSecret(tx: Db, seal: Sealing, shift: Led, at: number): Promise<ShiftSecret> {
	const secret = keyText(randomBytes(keyBytes));
	const sealed = seal.seal(`${shift.leadId} ${secret}`);
	await tx
		.insert(shiftSecrets)
		.values({ shiftId: shift.id, sealed, since: at })
		.onConflictDoUpdate({ target: [shiftSecrets.shiftId, shiftSecrets.since], set: { sealed } });
	return { secret, since: at };
}

/**
 * The lead's phone is lost: from now on its numbers count for nothing. What was checked in before stands.
 * @throws Refusal('forbidden')
 */
export async function renewSecret(
	db: Db,
	seal: Sealing,
	actor: Actor,
	code: string,
	at: number
): Promise<void> {
	await db.transaction(async (tx) => {
		const shift = await getShift(tx, code);
		if (!actsAs(actor, shift)) throw new Refusal('forbidden', '只有队长和文明办可以更换号码');
		await addSecret(tx, seal, shift, at);
		await record(tx, actor, 'renew_shift_secret', `shift:${code}`, at);
	});
}

/** Whether `digits` were the number at `at`, by the secret that held then. */
export async function numberHolds(
	db: Db,
	seal: Sealing,
	shiftId: number,
	digits: string,
	at: number
): Promise<boolean> {
	const row = await newestOf(db, shiftId, at);
	return row !== undefined && stepOf(keyFrom(opened(seal, row.sealed).secret), digits, at) !== null;
}

/** For a change of keys. */
export const sealedOnSite: readonly SealedColumn[] = [
	{
		name: 'shift_secrets.sealed',
		rows: (db, after, limit) =>
			db
				.select({ id: shiftSecrets.id, sealed: shiftSecrets.sealed })
				.from(shiftSecrets)
				.where(gt(shiftSecrets.id, after))
				.orderBy(asc(shiftSecrets.id))
				.limit(limit),
		write: (tx, id, sealed) =>
			tx.update(shiftSecrets).set({ sealed }).where(eq(shiftSecrets.id, id))
	}
];

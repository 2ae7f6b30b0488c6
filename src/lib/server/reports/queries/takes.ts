import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { takenWords, type Take } from '../../../reports/takes';
import { accounts } from '../../accounts/schema';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { takes } from '../desk-schema';
import { reports } from '../schema';

const taken = (db: Db) =>
	db
		.select({
			code: reports.code,
			accountId: takes.accountId,
			until: takes.until,
			name: accounts.name
		})
		.from(takes)
		.innerJoin(reports, eq(reports.id, takes.reportId))
		.innerJoin(accounts, eq(accounts.id, takes.accountId))
		.$dynamic();

// an account without a name is a colleague all the same
const asTake = (actor: Actor, { name, accountId, until }: Row): NonNullable<Take> => ({
	name: name || '同事',
	mine: accountId === actor.accountId,
	until
});

type Row = { name: string; accountId: number; until: number };

/** Who has each of these reports in hand; those that nobody has are left out. */
export async function takesByCode(
	db: Db,
	actor: Actor,
	codes: readonly string[],
	at: number
): Promise<Map<string, NonNullable<Take>>> {
	if (codes.length === 0) return new Map();
	const rows = await taken(db).where(and(inArray(reports.code, [...codes]), gt(takes.until, at)));
	return new Map(rows.map((row) => [row.code, asTake(actor, row)]));
}

export async function takeOf(db: Db, actor: Actor, reportId: number, at: number): Promise<Take> {
	const [row] = await taken(db)
		.where(and(eq(takes.reportId, reportId), gt(takes.until, at)))
		.limit(1);
	return row ? asTake(actor, row) : null;
}

/** @throws Refusal('conflict') while another one has it in hand; nobody need have it */
export async function refuseIfTaken(db: Db, actor: Actor, code: string, at: number): Promise<void> {
	const take = (await takesByCode(db, actor, [code], at)).get(code);
	if (take && !take.mine) throw new Refusal('conflict', takenWords(take.name));
}

/** Those to whom a report can be assigned. */
export const moderators = (db: Db) =>
	db
		.select({ id: accounts.id, name: accounts.name })
		.from(accounts)
		.where(and(eq(accounts.role, 'moderator'), eq(accounts.active, true)))
		.orderBy(asc(accounts.id));

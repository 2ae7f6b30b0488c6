import { and, asc, count, eq, gt, inArray, max } from 'drizzle-orm';
import { mayKeepSecure } from '../../accounts/policy';
import { staffRoles, type Actor } from '../../accounts/roles';
import { choices } from '../../settings/choices';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { chooseNumber } from '../settings/values';
import { forgetFailures } from './locks';
import { accounts, sessions, signInFailures } from './schema';

/** @throws Refusal('forbidden') for all but the security administrator */
export function mustKeepSecure(actor: Actor): void {
	if (!mayKeepSecure(actor)) throw new Refusal('forbidden', '只有安全管理员可以这样做');
}

export async function chooseOpeningQuota(
	db: Db,
	actor: Actor,
	{ value }: { value: number },
	at: number
): Promise<void> {
	mustKeepSecure(actor);
	await db.transaction((tx) =>
		chooseNumber(tx, actor, 'opening_quota', choices.opening_quota, value, at)
	);
}

/** Each of staff: open sessions, when last seen, whether the second factor is set up, whether locked. */
export async function staffSecurity(db: Db, seal: Sealing, at: number) {
	const staff = await db
		.select({
			id: accounts.id,
			name: accounts.name,
			loginName: accounts.loginName,
			role: accounts.role,
			active: accounts.active,
			totpSealed: accounts.totpSealed
		})
		.from(accounts)
		.where(inArray(accounts.role, staffRoles))
		.orderBy(asc(accounts.id));
	const ids = staff.map(({ id }) => id);
	const open = await db
		.select({
			accountId: sessions.accountId,
			sessions: count(),
			seenAt: max(sessions.seenAt).mapWith(Number)
		})
		.from(sessions)
		.where(and(inArray(sessions.accountId, ids), gt(sessions.expiresAt, at)))
		.groupBy(sessions.accountId);
	const sessionsOf = new Map(open.map((row) => [row.accountId, row]));
	const locked = await db
		.select({ subject: signInFailures.subject })
		.from(signInFailures)
		.where(gt(signInFailures.lockedUntil, at));
	const subjects = new Set(locked.map(({ subject }) => subject));
	return staff.map(({ totpSealed, ...person }) => ({
		...person,
		secondFactor: totpSealed !== null,
		sessions: sessionsOf.get(person.id)?.sessions ?? 0,
		seenAt: sessionsOf.get(person.id)?.seenAt ?? null,
		locked: subjectsOf(seal, person).some((subject) => subjects.has(subject))
	}));
}

/** Lets a colleague who is locked out after wrong answers try again at once. */
export async function liftLock(
	db: Db,
	seal: Sealing,
	actor: Actor,
	{ id }: { id: number },
	at: number
): Promise<void> {
	mustKeepSecure(actor);
	await db.transaction(async (tx) => {
		const [person] = await tx
			.select({ id: accounts.id, loginName: accounts.loginName })
			.from(accounts)
			.where(eq(accounts.id, id))
			.limit(1);
		if (!person) throw new Refusal('missing', '没有这个人员');
		for (const subject of subjectsOf(seal, person)) await forgetFailures(tx, subject);
		await record(tx, actor, 'lift_lock', `account:${id}`, at);
	});
}

/** Under which names wrong answers of an account are counted: passwords, and codes of the app. */
const subjectsOf = (seal: Sealing, { id, loginName }: { id: number; loginName: string | null }) => [
	seal.index('sign-in', loginName ?? ''),
	seal.index('second factor tries', String(id))
];

import { eq, inArray } from 'drizzle-orm';
import { mayReadAudit } from '../../accounts/policy';
import { roleNames, roles, type Actor } from '../../accounts/roles';
import type { AuditFilter } from '../../audit/forms';
import { auditLabel, personalDataActions } from '../../audit/words';
import { addDays, startOfDay } from '../../time/shanghai';
import { beginCheck } from '../audit/check';
import { auditLines, type AuditLine, type AuditPlace, type AuditQuery } from '../audit/queries';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { openingReasonsOf } from './openings';
import { accounts } from './schema';

/** @throws Refusal('forbidden') for all but the audit administrator */
export function mustReadAudit(actor: Actor): void {
	if (!mayReadAudit(actor)) throw new Refusal('forbidden', '只有审计管理员可以看审计记录');
}

export const auditPage = 50;
const exportedAtOnce = 500;

/** One page of the log, in words, for the audit administrator. */
export async function readAudit(db: Db, actor: Actor, filter: AuditFilter, after?: AuditPlace) {
	mustReadAudit(actor);
	const rows = await auditLines(db, await queryOf(db, filter), auditPage + 1, after);
	const lines = await inWords(db, rows.slice(0, auditPage));
	const last = lines.at(-1);
	return {
		lines,
		next: rows.length > auditPage && last ? { at: last.at, id: last.id } : null
	};
}

/** Notes that the log is exported, before a byte of it leaves; then its lines, in batches. */
export async function exportAudit(
	db: Db,
	actor: Actor,
	filter: AuditFilter,
	at: number
): Promise<AsyncGenerator<Awaited<ReturnType<typeof inWords>>>> {
	mustReadAudit(actor);
	const query = await queryOf(db, filter);
	await db.transaction((tx) => record(tx, actor, 'export_audit', 'audit', at, { ...filter }));
	return batches(db, query);
}

async function* batches(db: Db, query: AuditQuery) {
	for (let after: AuditPlace | undefined; ;) {
		const rows = await auditLines(db, query, exportedAtOnce, after);
		const last = rows.at(-1);
		if (!last) return;
		yield await inWords(db, rows);
		after = { at: last.at, id: last.id };
	}
}

/** Begins to walk the chain; that somebody did is on record as well. */
export async function checkAudit(
	db: Db,
	actor: Actor,
	{ hash }: { hash: string },
	at: number
): Promise<{ begun: boolean; done: Promise<void> }> {
	mustReadAudit(actor);
	const check = beginCheck(db, hash, at);
	if (check.begun) {
		await db.transaction((tx) => record(tx, actor, 'verify_audit', 'audit', at));
	}
	return check;
}

async function queryOf(db: Db, filter: AuditFilter): Promise<AuditQuery> {
	const { account, action, object, from, to } = filter;
	return {
		...(account === '' ? {} : { accountId: await accountCalled(db, account) }),
		...(action === '' ? {} : { actions: action === 'personal' ? personalDataActions : [action] }),
		...(object === '' ? {} : { object }),
		...(from === '' ? {} : { from: startOfDay(from) }),
		...(to === '' ? {} : { to: startOfDay(addDays(to, 1)) })
	};
}

/** An unknown name is nobody's: no line, and no word about whether there is such an account. */
async function accountCalled(db: Db, text: string): Promise<number> {
	if (/^\d{1,12}$/.test(text)) return Number(text);
	const [row] = await db
		.select({ id: accounts.id })
		.from(accounts)
		.where(eq(accounts.loginName, text.toLowerCase()))
		.limit(1);
	return row?.id ?? -1;
}

async function inWords(db: Db, rows: readonly AuditLine[]) {
	const ids = [...new Set(rows.flatMap(({ accountId }) => accountId ?? []))];
	const known =
		ids.length === 0
			? []
			: await db
					.select({ id: accounts.id, name: accounts.name, loginName: accounts.loginName })
					.from(accounts)
					.where(inArray(accounts.id, ids));
	const names = new Map(known.map((one) => [one.id, one.name || one.loginName]));
	const details = rows.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>);
	const reasons = await openingReasonsOf(
		db,
		details.flatMap(({ opening }) => (typeof opening === 'number' ? opening : []))
	);
	return rows.map((row, i) => {
		const detail = details[i] ?? {};
		const reason = typeof detail.opening === 'number' ? reasons.get(detail.opening) : undefined;
		const isRole = (name: string): name is keyof typeof roles =>
			(roleNames as readonly string[]).includes(name);
		return {
			id: row.id,
			at: row.at,
			accountId: row.accountId,
			who: row.accountId === null ? '' : (names.get(row.accountId) ?? ''),
			role: isRole(row.role) ? roles[row.role].label : row.role === 'system' ? '系统' : '未登录',
			address: row.address ?? '',
			action: row.action,
			label: auditLabel(row.action),
			object: row.object,
			detail: reason ?? (row.detail === '{}' ? '' : row.detail),
			hash: row.hash
		};
	});
}

import type { Actor, Role } from '../../src/lib/accounts/roles';
import { guest, theSystem } from '../../src/lib/accounts/roles';
import { hashPassword } from '../../src/lib/server/accounts/passwords';
import { accounts } from '../../src/lib/server/accounts/schema';
import type { Db } from '../../src/lib/server/db';
import { listUnits } from '../../src/lib/server/places/queries';
import { record } from '../../src/lib/server/audit/record';

export const demoPassword = 'demo-2026';

const people = [
	{ loginName: 'admin', name: '系统管理员', role: 'system_admin', unit: null },
	{ loginName: 'moderator', name: '值守员', role: 'moderator', unit: 'wmb' },
	{ loginName: 'supervisor', name: '督导员', role: 'supervisor', unit: 'wmb' },
	{ loginName: 'unit', name: '综合执法局 处置岗', role: 'unit_handler', unit: 'zhzf' },
	{ loginName: 'unit2', name: '环卫服务中心 处置岗', role: 'unit_handler', unit: 'hwzx' },
	{ loginName: 'checker', name: '核查员', role: 'checker', unit: null },
	{ loginName: 'editor', name: '宣传编辑', role: 'editor', unit: 'wmb' },
	{ loginName: 'enumerator', name: '访问员', role: 'enumerator', unit: null },
	{ loginName: 'security', name: '安全管理员', role: 'security_admin', unit: null },
	{ loginName: 'audit', name: '审计管理员', role: 'audit_admin', unit: null },
	{ loginName: 'resident', name: '', role: 'resident', unit: null },
	{ loginName: 'volunteer', name: '', role: 'volunteer', unit: null },
	{ loginName: 'lead', name: '劝导队长', role: 'team_lead', unit: null }
] as const satisfies { loginName: string; name: string; role: Role; unit: string | null }[];

export type Cast = {
	moderator: Actor;
	supervisor: Actor;
	checker: Actor;
	editor: Actor;
	enumerator: Actor;
	admin: Actor;
	resident: Actor;
	volunteer: Actor;
	lead: Actor;
	/** Residents without a way to sign in, who only fill the town. */
	neighbours: Actor[];
	/** Those who can sign in; the other units have no account. */
	handlers: Actor[];
	handlerOf(unitId: number): Actor;
};

/** What a unit asks for has a name to it, so whoever asks is one of those who can sign in. */
export const canAsk = ({ accountId }: Actor): boolean => accountId !== null;

/** Makes the accounts of the demo, all with the one password. */
export async function makePeople(db: Db, at: number): Promise<Cast> {
	const units = new Map((await listUnits(db)).map(({ code, id }) => [code, id]));
	const passwordHash = await hashPassword(demoPassword);
	const byName = new Map<string, Actor>();
	for (const { loginName, name, role, unit } of people) {
		const unitId = unit === null ? null : units.get(unit)!;
		const actor = await account(db, { loginName, name, role, unitId, passwordHash, createdAt: at });
		byName.set(loginName, actor);
	}
	const neighbours: Actor[] = [];
	for (let i = 0; i < 24; i++) {
		neighbours.push(await account(db, { name: '', role: 'resident', unitId: null, createdAt: at }));
	}
	const handlers = [byName.get('unit')!, byName.get('unit2')!];
	return {
		moderator: byName.get('moderator')!,
		supervisor: byName.get('supervisor')!,
		checker: byName.get('checker')!,
		editor: byName.get('editor')!,
		enumerator: byName.get('enumerator')!,
		admin: byName.get('admin')!,
		resident: byName.get('resident')!,
		volunteer: byName.get('volunteer')!,
		lead: byName.get('lead')!,
		neighbours,
		handlers,
		handlerOf: (unitId) =>
			handlers.find((actor) => actor.unitId === unitId) ?? {
				...guest,
				role: 'unit_handler',
				unitId
			}
	};
}

/** A colleague of the checker without a way to sign in: nobody looks again at what they passed. */
export const secondChecker = (db: Db, at: number): Promise<Actor> =>
	account(db, { name: '核查员（乙）', role: 'checker', unitId: null, createdAt: at });

/** As many volunteers without a way to sign in. */
export async function makeCrowd(db: Db, many: number, at: number): Promise<Actor[]> {
	const crowd: Actor[] = [];
	for (let i = 0; i < many; i++) {
		crowd.push(await account(db, { name: '', role: 'volunteer', unitId: null, createdAt: at }));
	}
	return crowd;
}

async function account(
	db: Db,
	row: Omit<typeof accounts.$inferInsert, 'id'> & { role: Role; unitId: number | null }
): Promise<Actor> {
	return db.transaction(async (tx) => {
		const [made] = await tx.insert(accounts).values(row).returning({ id: accounts.id });
		const accountId = made!.id;
		await record(tx, theSystem, 'add_account', `account:${accountId}`, row.createdAt, {
			role: row.role
		});
		return { ...guest, accountId, role: row.role, unitId: row.unitId, name: row.name ?? '' };
	});
}

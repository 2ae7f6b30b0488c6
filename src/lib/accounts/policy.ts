import { roles, type Actor, type Role } from './roles';

/** Which part of the house each role may enter. */
const areas = {
	admin: ['moderator', 'supervisor', 'system_admin'],
	unit: ['unit_handler'],
	check: ['checker']
} as const satisfies Record<string, readonly Role[]>;

export type Area = keyof typeof areas;

export function mayEnter(actor: Actor, area: Area): boolean {
	return (areas[area] as readonly string[]).includes(actor.role);
}

export const isStaff = (actor: Actor): boolean =>
	actor.role !== 'guest' && actor.role !== 'system' && roles[actor.role].staff;

export const isSignedIn = (actor: Actor): boolean => actor.accountId !== null;

export const mayManagePeople = (actor: Actor): boolean => actor.role === 'system_admin';

/** Places, units and duties: the office's own facts. */
export const mayManageTown = (actor: Actor): boolean =>
	actor.role === 'moderator' || actor.role === 'supervisor' || actor.role === 'system_admin';

export const mayTriage = (actor: Actor): boolean => actor.role === 'moderator';

/** Whether this sign-in counts for nothing yet: staff show a second factor where the house asks one. */
export const mustProve = (
	{ role }: { role: Role },
	{ provenAt }: { provenAt: number | null },
	asked: boolean
): boolean => asked && roles[role].staff && provenAt === null;

/** Who sent in a report is found by phone number alone by those who may have to call back. */
export const mayFindByPhone = (actor: Actor): boolean =>
	actor.role === 'moderator' || actor.role === 'supervisor';

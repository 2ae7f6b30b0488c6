import { roles, type Actor, type Role } from './roles';

const desk = ['moderator', 'supervisor'] as const;
const town = ['moderator', 'supervisor', 'system_admin'] as const;

/**
 * Which role may open which room of the staff side. A room without a row is of the longest address
 * above it: a new page of the desk is the desk's until a row says otherwise.
 */
export const rooms = {
	'/admin': desk,
	'/admin/duties': town,
	'/admin/places': town,
	'/admin/units': town,
	'/admin/categories': town,
	'/admin/limits': town,
	'/admin/calendar': town,
	'/admin/settings': town,
	'/admin/posters': ['moderator', 'supervisor', 'editor'],
	'/admin/quiz': ['moderator', 'supervisor', 'editor'],
	'/admin/orders': ['moderator'],
	'/admin/bulk': ['moderator'],
	'/admin/people': ['system_admin'],
	'/admin/void': ['system_admin'],
	'/admin/security': ['security_admin'],
	'/admin/retention': ['security_admin'],
	'/admin/audit': ['audit_admin'],
	'/unit': ['unit_handler'],
	'/check': ['checker'],
	'/visits': ['enumerator']
} as const satisfies Record<`/${string}`, readonly Role[]>;

export type Room = keyof typeof rooms;
export const roomNames = Object.keys(rooms) as [Room, ...Room[]];

/** Whether the actor may open a page of the staff side, by its path; nobody what is no such page. */
export function mayOpen(actor: Actor, path: string): boolean {
	const room = roomNames
		.filter((name) => path === name || path.startsWith(`${name}/`))
		.reduce((longest, name) => (name.length > longest.length ? name : longest), '');
	return room !== '' && (rooms[room as Room] as readonly string[]).includes(actor.role);
}

export const isStaff = (actor: Actor): boolean =>
	actor.role !== 'guest' && actor.role !== 'system' && roles[actor.role].staff;

export const isSignedIn = (actor: Actor): boolean => actor.accountId !== null;

// Three administrators, of whom none can do what another does: docs/policy-matrix.md shows it.

/** Accounts and their roles; how the house is set up. */
export const mayManagePeople = (actor: Actor): boolean => actor.role === 'system_admin';

/** Locks, sessions, quotas, keys, and how long things are kept. */
export const mayKeepSecure = (actor: Actor): boolean => actor.role === 'security_admin';

/** The audit log: reading it is all there is to do. */
export const mayReadAudit = (actor: Actor): boolean => actor.role === 'audit_admin';

/** Places, units and duties: the office's own facts. */
export const mayManageTown = (actor: Actor): boolean =>
	(town as readonly string[]).includes(actor.role);

export const mayTriage = (actor: Actor): boolean => actor.role === 'moderator';

/** How to reach a reporter: with a reason, within a quota, each time on record. */
export const mayOpenContacts = (actor: Actor): boolean =>
	actor.role === 'moderator' || actor.role === 'supervisor';

/** Whether this sign-in counts for nothing yet: staff show a second factor where the house asks one. */
export const mustProve = (
	{ role }: { role: Role },
	{ provenAt }: { provenAt: number | null },
	asked: boolean
): boolean => asked && roles[role].staff && provenAt === null;

/** Who sent in a report is found by phone number alone by those who may have to call back. */
export const mayFindByPhone = (actor: Actor): boolean =>
	actor.role === 'moderator' || actor.role === 'supervisor';

/** Whoever signed in as themselves; a staff account is no person. */
export const mayVolunteer = (actor: Actor): boolean => isSignedIn(actor) && !isStaff(actor);

/** Posts, patterns and shifts of 文明劝导. */
export const mayPlanShifts = (actor: Actor): boolean =>
	(desk as readonly string[]).includes(actor.role);

/** What the town says of its own accord: posters and the questions to learn from. */
export const mayEdit = (actor: Actor): boolean =>
	actor.role === 'editor' || (desk as readonly string[]).includes(actor.role);

/** Questionnaires, waves, their weights and what is published of them. */
export const mayRunSurveys = (actor: Actor): boolean =>
	(desk as readonly string[]).includes(actor.role);

/** 访问员: goes to the households that were drawn. */
export const mayVisit = (actor: Actor): boolean => actor.role === 'enumerator';

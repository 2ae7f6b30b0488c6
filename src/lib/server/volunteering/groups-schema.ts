import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { groupKindNames } from '../../volunteering/groups';
import { accounts } from '../accounts/schema';

/** 单位、社区、学校、工会: who comes together. */
export const volunteerGroups = sqliteTable(
	'volunteer_groups',
	{
		id: integer().primaryKey(),
		/** In the address by which members join. */
		code: text().notNull().unique(),
		name: text().notNull().unique(),
		kind: text({ enum: groupKindNames }).notNull(),
		coordinatorId: integer().references(() => accounts.id),
		active: integer({ mode: 'boolean' }).notNull().default(true)
	},
	(t) => [index('volunteer_groups_coordinator').on(t.coordinatorId)]
);

/** Who agreed to be proposed by the coordinator; whoever leaves has no row. */
export const groupMembers = sqliteTable(
	'group_members',
	{
		groupId: integer()
			.notNull()
			.references(() => volunteerGroups.id),
		accountId: integer()
			.notNull()
			.references(() => accounts.id),
		agreedAt: integer().notNull()
	},
	(t) => [
		primaryKey({ columns: [t.groupId, t.accountId] }),
		index('group_members_account').on(t.accountId)
	]
);

/** The secret address of someone's calendar, of which only the SHA-256 is kept; a new one ends the old. */
export const shiftFeeds = sqliteTable('shift_feeds', {
	accountId: integer()
		.primaryKey()
		.references(() => accounts.id),
	tokenHash: text().notNull().unique(),
	at: integer().notNull()
});

/** A hot spot that the office looked at and does not want a post for. */
export const spotsSetAside = sqliteTable('spots_set_aside', {
	/** Cell, kind of day and hours, as `hotSpots` names them. */
	spot: text().primaryKey(),
	reason: text().notNull().default(''),
	actorId: integer()
		.notNull()
		.references(() => accounts.id),
	at: integer().notNull()
});

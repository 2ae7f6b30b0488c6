import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { withdrawn } from '../../surveys/sends';
import type { Db } from '../db';
import type { Sealing } from '../sealing';
import { numberMark } from './letter-sends';
import { letterSends } from './letter-schema';
import { waves } from './schema';

/** What of a person's own number is kept here, by the waves that still hold numbers. */
async function sendsTo(db: Db, seal: Sealing, phone: string) {
	const held = await db
		.select({ id: waves.id, title: waves.title })
		.from(waves)
		.where(sql`${waves.state} IN ('draft', 'running')`);
	return held.map(({ id, title }) => ({
		title,
		mine: and(eq(letterSends.waveId, id), eq(letterSends.mark, numberMark(seal, id, phone)))
	}));
}

/** The surveys from which a letter waits for this number; whether it was answered nobody can say. */
export async function ownLetters(db: Db, seal: Sealing, phone: string): Promise<string[]> {
	const titles: string[] = [];
	for (const { title, mine } of await sendsTo(db, seal, phone)) {
		const held = and(mine, isNotNull(letterSends.sealed));
		if ((await db.$count(letterSends, held)) > 0) titles.push(title);
	}
	return titles;
}

/** Whoever closes their account is written to no more, and their number goes. */
export async function forgetOwnLetters(tx: Db, seal: Sealing, phone: string): Promise<void> {
	for (const { mine } of await sendsTo(tx, seal, phone)) {
		await tx
			.update(letterSends)
			.set({ state: 'failed', problem: withdrawn })
			.where(and(mine, isNotNull(letterSends.sealed)));
		await tx.update(letterSends).set({ sealed: null, mark: null }).where(mine);
	}
}

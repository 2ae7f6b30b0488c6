import { eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { record } from '../audit/record';
import type { Db } from '../db';
import { officeSettings } from './schema';

/** What the office chose under `name`; undefined where it chose nothing. */
export async function officeSetting(db: Db, name: string): Promise<unknown> {
	const [row] = await db
		.select({ value: officeSettings.value })
		.from(officeSettings)
		.where(eq(officeSettings.name, name))
		.limit(1);
	return row?.value;
}

/** Keeps the office's choice; undefined is the standard again. Whether `actor` may is asked before. */
export async function setOfficeSetting(
	tx: Db,
	actor: Actor,
	name: string,
	value: unknown,
	at: number
): Promise<void> {
	if (value === undefined) await tx.delete(officeSettings).where(eq(officeSettings.name, name));
	else {
		const chosen = { value, at, accountId: actor.accountId };
		await tx
			.insert(officeSettings)
			.values({ name, ...chosen })
			.onConflictDoUpdate({ target: officeSettings.name, set: chosen });
	}
	await record(tx, actor, 'set_office', `office:${name}`, at, { value: value ?? null });
}

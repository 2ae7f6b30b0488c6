import { eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { record } from '../audit/record';
import type { Db } from '../db';
import { officeSettings } from './schema';

/** What the office chose under `name`; undefined where it has chosen nothing. */
export async function officeSetting(db: Db, name: string): Promise<unknown> {
	const [row] = await db
		.select({ value: officeSettings.value })
		.from(officeSettings)
		.where(eq(officeSettings.name, name))
		.limit(1);
	return row?.value;
}

/** Within the transaction of whoever checked that `actor` may. */
export async function setOfficeSetting(
	tx: Db,
	actor: Actor,
	name: string,
	value: string | number | boolean,
	at: number
): Promise<void> {
	const row = { value, at, accountId: actor.accountId };
	await tx
		.insert(officeSettings)
		.values({ name, ...row })
		.onConflictDoUpdate({ target: officeSettings.name, set: row });
	await record(tx, actor, 'set_office', `setting:${name}`, at, { value });
}

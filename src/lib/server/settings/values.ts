import { eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { officeSettings } from './schema';

/** A number that the office chooses within bounds; `standard` until it has. */
export type Bounds = { label: string; unit: string; standard: number; least: number; most: number };

export async function numberChosen(db: Db, name: string, bounds: Bounds): Promise<number> {
	const [row] = await db
		.select({ value: officeSettings.value })
		.from(officeSettings)
		.where(eq(officeSettings.name, name))
		.limit(1);
	const value = row?.value;
	// bounds may have become narrower since it was chosen
	return typeof value === 'number'
		? Math.min(Math.max(value, bounds.least), bounds.most)
		: bounds.standard;
}

/** @throws Refusal('invalid') out of bounds; who may is asked by the caller's own rule */
export async function chooseNumber(
	tx: Db,
	actor: Actor,
	name: string,
	bounds: Bounds,
	value: number,
	at: number
): Promise<void> {
	const { label, unit, least, most } = bounds;
	if (!Number.isInteger(value) || value < least || value > most) {
		const message = `${label}：请填 ${least} 到 ${most} ${unit}`;
		throw new Refusal('invalid', message, { value: message });
	}
	const before = await numberChosen(tx, name, bounds);
	const row = { value, at, accountId: actor.accountId };
	await tx
		.insert(officeSettings)
		.values({ name, ...row })
		.onConflictDoUpdate({ target: officeSettings.name, set: row });
	await record(tx, actor, 'choose_setting', `setting:${name}`, at, { before, after: value });
}

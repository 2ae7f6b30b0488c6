import * as v from 'valibot';
import { mayPlanShifts } from '../../accounts/policy';
import type { Actor } from '../../accounts/roles';
import { IssuerForm, type Issuer } from '../../volunteering/certificate';
import type { Rounding } from '../../volunteering/hours';
import { columnsRead, type Column } from '../../volunteering/hours-columns';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { officeSetting, setOfficeSetting } from '../settings/office';

/** Who issues certificates; null until the office said so, and then none is issued. */
export async function certificateIssuer(db: Db): Promise<Issuer | null> {
	const chosen = v.safeParse(IssuerForm, await officeSetting(db, 'certificate_issuer'));
	return chosen.success ? chosen.output : null;
}

export const setCertificateIssuer = (db: Db, actor: Actor, issuer: Issuer, at: number) =>
	choose(db, actor, 'certificate_issuer', issuer, at);

/** Holds for what is written from now on; what was written keeps the rule of its time. */
export const setHourRounding = (db: Db, actor: Actor, rounding: Rounding, at: number) =>
	choose(db, actor, 'hour_rounding', rounding, at);

/** What the ledger is exported with, in order. */
export const hourColumns = async (db: Db): Promise<Column[]> =>
	columnsRead(await officeSetting(db, 'hours_columns'));

export const setHourColumns = (db: Db, actor: Actor, columns: readonly Column[], at: number) =>
	choose(db, actor, 'hours_columns', columns, at);

async function choose(db: Db, actor: Actor, name: string, value: unknown, at: number) {
	if (!mayPlanShifts(actor)) throw new Refusal('forbidden', '您不能改这项设置');
	await db.transaction((tx) => setOfficeSetting(tx, actor, name, value, at));
}

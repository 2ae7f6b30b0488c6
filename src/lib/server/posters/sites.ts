import { randomBytes } from 'node:crypto';
import { asc, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { coverageOf } from '../../posters/coverage';
import type { ChangeSite, SiteCheckForm, SiteForm } from '../../posters/site-forms';
import { countsForCoverage } from '../../posters/sites';
import { codeFrom } from '../../reports/code';
import { accounts } from '../accounts/schema';
import { record } from '../audit/record';
import type { Db } from '../db';
import { getUnit, locate } from '../places/queries';
import { segments, units } from '../places/schema';
import { Refusal } from '../refusal';
import { assertEdits } from './may';
import { posterSiteChecks, posterSites, posterThemes } from './schema';

const told = {
	id: posterSites.id,
	code: posterSites.code,
	name: posterSites.name,
	kind: posterSites.kind,
	size: posterSites.size,
	material: posterSites.material,
	themeId: posterSites.themeId,
	theme: posterThemes.name,
	since: posterSites.since,
	unitId: posterSites.unitId,
	unit: units.name,
	lat: posterSites.lat,
	lng: posterSites.lng,
	condition: posterSites.condition,
	checkedAt: posterSites.checkedAt,
	active: posterSites.active
};
const toldSites = (db: Db) =>
	db
		.select(told)
		.from(posterSites)
		.innerJoin(units, eq(units.id, posterSites.unitId))
		.leftJoin(posterThemes, eq(posterThemes.id, posterSites.themeId))
		.$dynamic();
export type Site = Awaited<ReturnType<typeof toldSites>>[number];

/** With those that hang no more. */
export const listSites = (db: Db): Promise<Site[]> => toldSites(db).orderBy(asc(posterSites.name));

/** @throws Refusal('missing') */
export async function getSite(db: Db, code: string): Promise<Site> {
	const [row] = await toldSites(db).where(eq(posterSites.code, code));
	if (!row) throw new Refusal('missing', '没有这个公益广告点位');
	return row;
}

/** The newest first. */
export const checksOf = (db: Db, siteId: number) =>
	db
		.select({
			id: posterSiteChecks.id,
			at: posterSiteChecks.at,
			condition: posterSiteChecks.condition,
			note: posterSiteChecks.note,
			photo: posterSiteChecks.photo,
			name: accounts.name
		})
		.from(posterSiteChecks)
		.leftJoin(accounts, eq(accounts.id, posterSiteChecks.accountId))
		.where(eq(posterSiteChecks.siteId, siteId))
		.orderBy(desc(posterSiteChecks.id))
		.limit(50);

/** @returns the code on its sign */
export async function addSite(db: Db, actor: Actor, form: SiteForm, at: number): Promise<string> {
	assertEdits(actor);
	return db.transaction(async (tx) => {
		const values = await asStored(tx, form);
		const code = codeFrom(randomBytes(8));
		const [made] = await tx
			.insert(posterSites)
			.values({ ...values, code })
			.returning({ id: posterSites.id });
		await record(tx, actor, 'add_poster_site', `poster_site:${made!.id}`, at);
		return code;
	});
}

/** One that hangs no more stays for what was reported and checked there. */
export async function changeSite(
	db: Db,
	actor: Actor,
	code: string,
	{ active, ...form }: ChangeSite,
	at: number
): Promise<void> {
	assertEdits(actor);
	await db.transaction(async (tx) => {
		const { id } = await getSite(tx, code);
		const values = await asStored(tx, form, id);
		await tx
			.update(posterSites)
			.set({ ...values, active })
			.where(eq(posterSites.id, id));
		await record(tx, actor, 'change_poster_site', `poster_site:${id}`, at);
	});
}

async function asStored(tx: Db, form: SiteForm, own?: number) {
	const [twin] = await tx
		.select({ id: posterSites.id })
		.from(posterSites)
		.where(eq(posterSites.name, form.name));
	if (twin && twin.id !== own) {
		throw new Refusal('invalid', '已经有同名的点位', { name: '已经有同名的点位' });
	}
	await getUnit(tx, form.unitId);
	const { gridId } = await locate(tx, form);
	return { ...form, gridId };
}

/** What somebody found on site; `photo` is the SHA-256 of one that was decoded and stored. */
export async function checkSite(
	db: Db,
	actor: Actor,
	code: string,
	{ condition, note }: SiteCheckForm,
	photo: string | null,
	at: number
): Promise<void> {
	const accountId = assertEdits(actor);
	await db.transaction(async (tx) => {
		const { id } = await getSite(tx, code);
		await tx.insert(posterSiteChecks).values({ siteId: id, at, accountId, condition, note, photo });
		await tx.update(posterSites).set({ condition, checkedAt: at }).where(eq(posterSites.id, id));
		await record(tx, actor, 'check_poster_site', `poster_site:${id}`, at, { condition });
	});
}

/** How far what counts reaches along the town's streets. */
export async function siteCoverage(db: Db) {
	const streets = await db
		.select({ street: segments.street, name: segments.name, line: segments.line })
		.from(segments)
		.where(eq(segments.active, true))
		.orderBy(asc(segments.id));
	const sites = await listSites(db);
	return coverageOf(
		streets.map(({ line, ...rest }) => ({ ...rest, line: line.coordinates })),
		sites.filter(countsForCoverage)
	);
}

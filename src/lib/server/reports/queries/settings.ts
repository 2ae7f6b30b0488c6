import { eq } from 'drizzle-orm';
import { categories, groups } from '../../../reports/categories';
import { nearFor, standardNear } from '../../../reports/near';
import type { Db } from '../../db';
import { categorySettings } from '../schema';

export async function nearSetting(db: Db, category: string) {
	const [own] = await db
		.select()
		.from(categorySettings)
		.where(eq(categorySettings.category, category))
		.limit(1);
	return own;
}

/** The catalogue by groups, each category with what holds for it and what would by default. */
export async function categoryCatalogue(db: Db) {
	const rows = await db.select().from(categorySettings);
	const own = new Map(rows.map((row) => [row.category, row]));
	return groups.map(({ id, label }) => ({
		id,
		label,
		categories: categories
			.filter(({ group }) => group === id)
			.map((category) => ({
				id: category.id,
				label: category.label,
				near: nearFor(category, own.get(category.id)),
				standard: standardNear(category)
			}))
	}));
}

export type CatalogueGroup = Awaited<ReturnType<typeof categoryCatalogue>>[number];
export type CatalogueCategory = CatalogueGroup['categories'][number];

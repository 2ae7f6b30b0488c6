import { database } from './database';

/** Something that a page keeps on this phone for one account, for a time. */
export type Kept = {
	/** The account whose it is. */
	as: string;
	/** By this phone's clock, ms. */
	until: number;
	value: unknown;
};

/** Returns whether the browser could keep it. */
export async function keepValue(key: string, kept: Kept): Promise<boolean> {
	try {
		await (await database()).put('kept', kept, key);
		return true;
	} catch {
		return false;
	}
}

/** undefined: nothing is there for this account, or it was kept long enough. */
export async function keptValue(key: string, as: string, now: number): Promise<unknown> {
	try {
		const kept = await (await database()).get('kept', key);
		return kept?.as === as && kept.until > now ? kept.value : undefined;
	} catch {
		return undefined;
	}
}

/** Lets go of what `as` kept. */
export const forgetKept = (as: string): Promise<void> => letGo((kept) => kept.as === as);

/** Lets go of what was kept long enough. */
export const forgetOldKept = (now: number): Promise<void> => letGo(({ until }) => until <= now);

async function letGo(whether: (kept: Kept) => boolean): Promise<void> {
	const tx = (await database()).transaction('kept', 'readwrite');
	for (const key of await tx.store.getAllKeys()) {
		const kept = await tx.store.get(key);
		if (kept && whether(kept)) void tx.store.delete(key);
	}
	await tx.done;
}

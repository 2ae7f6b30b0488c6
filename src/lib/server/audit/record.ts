import { asc, desc, eq, gt } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import type { Db } from '../db';
import { sha256 } from '../sealing';
import { auditLog } from './schema';

type Entry = Omit<typeof auditLog.$inferSelect, 'id'>;
const beginning = '0'.repeat(64);

/** Writes one line in the same transaction as what it records. `detail` holds no personal data. */
export async function record(
	tx: Db,
	actor: Actor,
	action: string,
	object: string,
	at: number,
	detail: Record<string, unknown> = {}
): Promise<void> {
	const [last] = await tx
		.select({ hash: auditLog.hash })
		.from(auditLog)
		.orderBy(desc(auditLog.id))
		.limit(1);
	const entry = {
		at,
		accountId: actor.accountId,
		role: actor.role,
		address: actor.address,
		action,
		object,
		detail: JSON.stringify(detail),
		previousHash: last?.hash ?? beginning
	};
	await tx.insert(auditLog).values({ ...entry, hash: hashOf(entry) });
}

function hashOf(entry: Omit<Entry, 'hash'>): string {
	const { at, accountId, role, address, action, object, detail, previousHash } = entry;
	return sha256(
		JSON.stringify([previousHash, at, accountId, role, address, action, object, detail])
	);
}

export type ChainCheck = {
	checked: number;
	brokenAt: number | null;
	/** Of the last line that follows from those before it; it stands for all of them. */
	lastHash: string;
	/** Whether the hash that was looked for is that of one of those lines. */
	found: boolean;
};

const atOnce = 1000;

/**
 * Walks the whole chain; `brokenAt` is the id of the first row that does not follow. An end that was cut
 * off leaves a chain that is whole: only a hash that was noted outside, looked for by `sought`, tells.
 * `onBatch` hears how far it is, and may let others work in between.
 */
export async function verifyChain(
	db: Db,
	sought = '',
	onBatch: (checked: number) => void | Promise<void> = () => {}
): Promise<ChainCheck> {
	let lastHash = beginning;
	let lastId = 0;
	let checked = 0;
	let found = false;
	for (;;) {
		const rows = await db
			.select()
			.from(auditLog)
			.where(gt(auditLog.id, lastId))
			.orderBy(asc(auditLog.id))
			.limit(atOnce);
		if (rows.length === 0) return { checked, brokenAt: null, lastHash, found };
		for (const row of rows) {
			// ids are consecutive: a missing one was deleted
			if (row.id !== lastId + 1 || row.previousHash !== lastHash || row.hash !== hashOf(row)) {
				return { checked, brokenAt: row.id, lastHash, found };
			}
			lastHash = row.hash;
			found ||= row.hash === sought;
			lastId = row.id;
			checked++;
		}
		await onBatch(checked);
	}
}

/** The trail of one object, oldest first. */
export function auditOf(db: Db, object: string) {
	return db.select().from(auditLog).where(eq(auditLog.object, object)).orderBy(asc(auditLog.id));
}

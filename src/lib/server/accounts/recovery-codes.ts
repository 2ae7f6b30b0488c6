import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { codeFrom } from '../../reports/code';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { recoveryCodes } from './schema';

const given = 10;

/** Gives an account ten new codes in the place of all earlier ones; only their hashes are kept. */
export async function replaceRecoveryCodes(
	tx: Db,
	seal: Sealing,
	accountId: number
): Promise<string[]> {
	// 40 bits are plenty for whoever has five tries in a quarter of an hour
	const codes = Array.from({ length: given }, () => codeFrom(randomBytes(8)));
	await forgetRecoveryCodes(tx, accountId);
	await tx
		.insert(recoveryCodes)
		.values(codes.map((code) => ({ codeHash: hashOf(seal, accountId, code), accountId })));
	return codes;
}

/** Uses a code up. @throws Refusal('unauthenticated') for one that is none or was used before */
export async function useRecoveryCode(
	tx: Db,
	seal: Sealing,
	accountId: number,
	code: string,
	at: number
): Promise<void> {
	const used = await tx
		.update(recoveryCodes)
		.set({ usedAt: at })
		.where(
			and(
				eq(recoveryCodes.codeHash, hashOf(seal, accountId, code)),
				eq(recoveryCodes.accountId, accountId),
				isNull(recoveryCodes.usedAt)
			)
		)
		.returning({ accountId: recoveryCodes.accountId });
	if (used.length > 0) return;
	const message = '恢复码不对，或已经用过';
	throw new Refusal('unauthenticated', message, { recovery: message });
}

export async function recoveryCodesLeft(db: Db, accountId: number): Promise<number> {
	return db.$count(
		recoveryCodes,
		and(eq(recoveryCodes.accountId, accountId), isNull(recoveryCodes.usedAt))
	);
}

export async function forgetRecoveryCodes(tx: Db, accountId: number): Promise<void> {
	await tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId));
}

const hashOf = (seal: Sealing, accountId: number, code: string): string =>
	seal.index('recovery code', `${accountId}:${code}`);

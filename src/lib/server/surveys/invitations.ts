import { randomBytes } from 'node:crypto';
import type { Actor } from '../../accounts/roles';
import { codeFrom, readCode } from '../../reports/code';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { sha256 } from '../sealing';
import { assertRuns } from './access';
import { invitations } from './schema';
import { getWave } from './waves';

export const mostInvitations = 2000;

/** Sixteen letters in four groups: eighty bits, not to be guessed. */
const newToken = (): string => `${codeFrom(randomBytes(8))}-${codeFrom(randomBytes(8))}`;

/** As people type it; what is none stays what it is and is found nowhere. */
export function readToken(typed: string): string {
	const letters = typed.replace(/[\s-]/g, '');
	const halves = [letters.slice(0, 8), letters.slice(8)].map((half) => readCode(half));
	return halves.every((half) => half !== null) ? halves.join('-') : typed;
}

export const hashOfToken = (token: string): string => sha256(readToken(token));

/** @returns the tokens, which are shown this once and kept nowhere */
export async function makeInvitations(
	db: Db,
	actor: Actor,
	slug: string,
	many: number,
	at: number
): Promise<string[]> {
	assertRuns(actor);
	if (!Number.isInteger(many) || many < 1 || many > mostInvitations) {
		const message = `一次生成 1 到 ${mostInvitations} 封`;
		throw new Refusal('invalid', message, { many: message });
	}
	return db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		if (wave.mode !== 'invited') throw new Refusal('conflict', '这次调查不是用邀请信的');
		if (wave.state !== 'draft' && wave.state !== 'running') {
			throw new Refusal('conflict', '调查已经结束，不能再发邀请');
		}
		const tokens = Array.from({ length: many }, newToken);
		const rows = tokens.map((token) => {
			const tokenHash = hashOfToken(token);
			return { id: parseInt(tokenHash.slice(0, 12), 16), tokenHash, waveId: wave.id };
		});
		for (let i = 0; i < rows.length; i += 200) {
			await tx.insert(invitations).values(rows.slice(i, i + 200));
		}
		await record(tx, actor, 'invite_wave', `wave:${slug}`, at, { many });
		return tokens;
	});
}

import { randomBytes } from 'node:crypto';
import type { Actor } from '../../accounts/roles';
import { codeFrom, readCode } from '../../reports/code';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { sha256 } from '../sealing';
import { assertRuns } from './access';
import { invitations } from './schema';
import { getWave, type Wave } from './waves';

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

/** @throws Refusal('conflict') for a wave that is not asked by letter, or is over */
export function assertTakesLetters({ mode, state }: Wave): void {
	if (mode !== 'invited') throw new Refusal('conflict', '这次调查不是用邀请信的');
	if (state !== 'draft' && state !== 'running') {
		throw new Refusal('conflict', '调查已经结束，不能再发邀请');
	}
}

/** What was drawn by chance stays as it was drawn. @throws Refusal('conflict') */
export function assertNotDrawn({ seed }: Wave): void {
	if (seed !== null) {
		throw new Refusal('conflict', '这次的信是抽样抽出来的，再加别的住户，抽样就不作数了');
	}
}

/** One letter for each of `grids`, null for one that was not drawn. @returns the tokens in that order */
export async function addInvitations(
	tx: Db,
	{ id: waveId }: Pick<Wave, 'id'>,
	grids: readonly (number | null)[]
): Promise<string[]> {
	const tokens = grids.map(newToken);
	const rows = tokens.map((token, i) => {
		const tokenHash = hashOfToken(token);
		const gridId = grids[i] ?? null;
		return { id: parseInt(tokenHash.slice(0, 12), 16), tokenHash, waveId, gridId };
	});
	for (let i = 0; i < rows.length; i += 200) {
		await tx.insert(invitations).values(rows.slice(i, i + 200));
	}
	return tokens;
}

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
		assertTakesLetters(wave);
		assertNotDrawn(wave);
		const tokens = await addInvitations(tx, wave, new Array<null>(many).fill(null));
		await record(tx, actor, 'invite_wave', `wave:${slug}`, at, { many });
		return tokens;
	});
}

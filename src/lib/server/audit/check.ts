import { setImmediate as letOthers } from 'node:timers/promises';
import type { Db } from '../db';
import { verifyChain, type ChainCheck } from './record';

export type CheckStanding = {
	startedAt: number;
	/** Lines looked at so far. */
	checked: number;
	/** The hash that was looked for, or nothing. */
	sought: string;
	/** Null while it runs. */
	result: ChainCheck | null;
	problem: boolean;
};

// of this process: a restart forgets it, and it is begun again by hand
let standing: CheckStanding | null = null;

export const checkStanding = (): CheckStanding | null => standing;

/**
 * Begins to walk the chain in the background, a batch at a time. While one walk is under way no other
 * begins. `done` is for those who wait: nobody needs to.
 */
export function beginCheck(
	db: Db,
	sought: string,
	at: number
): { begun: boolean; done: Promise<void> } {
	if (standing && standing.result === null && !standing.problem) {
		return { begun: false, done: Promise.resolve() };
	}
	const mine: CheckStanding = { startedAt: at, checked: 0, sought, result: null, problem: false };
	standing = mine;
	const done = verifyChain(db, sought, async (checked) => {
		mine.checked = checked;
		await letOthers();
	}).then(
		(result) => void Object.assign(mine, { result, checked: result.checked }),
		() => void Object.assign(mine, { problem: true })
	);
	return { begun: true, done };
}

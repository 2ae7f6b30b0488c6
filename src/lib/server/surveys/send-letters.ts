import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { nextTry } from '../../notifications/retries';
import { defaultQuiet, isQuiet } from '../../notifications/quiet';
import type { Db } from '../db';
import type { Means } from '../notifications/means';
import { lease, sendRun, whyNotSent, type Sent } from '../notifications/run';
import type { Sealing } from '../sealing';
import { letterSends } from './letter-schema';
import { waves } from './schema';

const waiting = sql`${letterSends.state} = 'waiting'`;
const held = sql`${letterSends.sealed} IS NOT NULL`;

type Claimed = { id: number; sealed: string; attempts: number; title: string };

/**
 * Sends the letters that are due, of waves that take answers now, and forgets number and token of each
 * that is out. Claimed, sent and marked as notices are: a process that ends in between sends it again
 * under the same id, by which the hook knows a repeat.
 */
export async function sendLetters(
	db: Db,
	seal: Sealing,
	{ message, origin }: Pick<Means, 'message' | 'origin'>,
	at: number
): Promise<Sent> {
	if (message === null || isQuiet(defaultQuiet, at)) return { sent: 0, failed: 0 };
	return sendRun(
		() => claim(db, at),
		async (letter) => {
			const problem = await trySend(letter, seal, message, origin);
			await mark(db, letter, problem, at);
			return problem === null;
		}
	);
}

async function claim(db: Db, at: number): Promise<Claimed | 'none'> {
	return db.transaction(async (tx) => {
		const { id, sealed, attempts } = letterSends;
		const [due] = await tx
			.select({ id, sealed, attempts, title: waves.title })
			.from(letterSends)
			.innerJoin(waves, eq(waves.id, letterSends.waveId))
			.where(
				and(
					held,
					waiting,
					lte(letterSends.nextAt, at),
					eq(waves.state, 'running'),
					lte(waves.opensAt, at),
					sql`${waves.closesAt} > ${at}`
				)
			)
			.orderBy(asc(letterSends.nextAt), asc(letterSends.id))
			.limit(1);
		if (!due || due.sealed === null) return 'none';
		const tried = { attempts: due.attempts + 1, nextAt: at + lease };
		await tx.update(letterSends).set(tried).where(eq(letterSends.id, due.id));
		return { ...due, sealed: due.sealed, attempts: tried.attempts };
	});
}

/** Words for the desk, which name neither number nor token; null when it is out. */
async function trySend(
	{ id, sealed, title }: Claimed,
	seal: Sealing,
	message: NonNullable<Means['message']>,
	origin: string
): Promise<string | null> {
	try {
		const [phone = '', token = ''] = seal.open(sealed).split(' ');
		await message({
			id: `letter-${id}`,
			phone,
			title,
			body: '请您家一位成年人花 4 分钟回答，不记名。链接只收一份答卷，请不要转发。',
			url: `${origin}/s/${token}`
		});
		return null;
	} catch (problem) {
		return whyNotSent(problem);
	}
}

async function mark(db: Db, { id, attempts }: Claimed, problem: string | null, at: number) {
	if (problem === null) {
		// also where the wave ended meanwhile: it is out
		await db
			.update(letterSends)
			.set({ state: 'sent', sealed: null, nextAt: 0, problem: '' })
			.where(eq(letterSends.id, id));
		return;
	}
	const again = nextTry(attempts, at);
	await db
		.update(letterSends)
		.set(again === null ? { state: 'failed', nextAt: at, problem } : { nextAt: again, problem })
		.where(and(eq(letterSends.id, id), waiting));
}

import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Actor } from '../../accounts/roles';
import { afterQuiet, defaultQuiet } from '../../notifications/quiet';
import type { Sends } from '../../surveys/sends';
import { record } from '../audit/record';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { assertRuns } from './access';
import { randomId } from './answering';
import { addInvitations, assertNotDrawn, assertTakesLetters, mostInvitations } from './invitations';
import { letterSends } from './letter-schema';
import { getWave } from './waves';

/** By which a number is known again within one wave; of no use without the server's own key. */
export const numberMark = (seal: Sealing, waveId: number, phone: string): string =>
	seal.index('survey_letter', `${waveId} ${phone}`);

/** Which of `numbers` were written to in this wave before. */
export async function alreadyWritten(
	db: Db,
	seal: Sealing,
	waveId: number,
	numbers: readonly string[]
): Promise<Set<string>> {
	const marks = new Map(numbers.map((phone) => [numberMark(seal, waveId, phone), phone]));
	const rows = await db
		.select({ mark: letterSends.mark })
		.from(letterSends)
		.where(
			and(
				eq(letterSends.waveId, waveId),
				sql`${letterSends.mark} IN (SELECT value FROM json_each(${JSON.stringify([...marks.keys()])}))`
			)
		);
	return new Set(rows.flatMap(({ mark }) => marks.get(mark ?? '') ?? []));
}

/**
 * One letter for each number, to go out by the notice hook as soon as the wave runs and nobody sleeps.
 * Numbers that were written to before in this wave are left out.
 * @param hook whether the town has one
 * @returns how many will go out
 */
export async function queueLetters(
	db: Db,
	seal: Sealing,
	actor: Actor,
	slug: string,
	{ numbers, hook }: { numbers: readonly string[]; hook: boolean },
	at: number
): Promise<number> {
	assertRuns(actor);
	if (!hook) throw new Refusal('conflict', '本地还没有开通短信接口，请打印邀请信');
	if (numbers.length > mostInvitations) {
		throw new Refusal('invalid', `一次最多 ${mostInvitations} 个号码，请分几次`);
	}
	return db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		assertTakesLetters(wave);
		assertNotDrawn(wave);
		const known = await alreadyWritten(tx, seal, wave.id, numbers);
		const fresh = [...new Set(numbers)].filter((phone) => !known.has(phone));
		if (fresh.length === 0) throw new Refusal('conflict', '这些号码在这次调查里都写过了');
		const undrawn = fresh.map(() => null);
		const tokens = await addInvitations(tx, wave, undrawn);
		const nextAt = afterQuiet(defaultQuiet, Math.max(at, wave.opensAt));
		const rows = fresh.map((phone, i) => ({
			id: randomId(),
			waveId: wave.id,
			sealed: seal.seal(`${phone} ${tokens[i]}`),
			mark: numberMark(seal, wave.id, phone),
			nextAt
		}));
		for (let i = 0; i < rows.length; i += 200) {
			await tx.insert(letterSends).values(rows.slice(i, i + 200));
		}
		await record(tx, actor, 'send_letters', `wave:${slug}`, at, { many: rows.length });
		return rows.length;
	});
}

/** Those that were given up are tried from the beginning. @returns how many */
export async function sendAgain(db: Db, actor: Actor, slug: string, at: number): Promise<number> {
	assertRuns(actor);
	return db.transaction(async (tx) => {
		const wave = await getWave(tx, slug);
		assertTakesLetters(wave);
		const nextAt = afterQuiet(defaultQuiet, Math.max(at, wave.opensAt));
		const rows = await tx
			.update(letterSends)
			.set({ state: 'waiting', attempts: 0, nextAt })
			.where(
				and(
					eq(letterSends.waveId, wave.id),
					eq(letterSends.state, 'failed'),
					isNotNull(letterSends.sealed)
				)
			)
			.returning({ id: letterSends.id });
		if (rows.length === 0) throw new Refusal('conflict', '没有可以再发的');
		await record(tx, actor, 'resend_letters', `wave:${slug}`, at, { many: rows.length });
		return rows.length;
	});
}

/** How many of a wave wait, are out, or could not be sent and why. */
export async function sendsOf(db: Db, waveId: number): Promise<Sends> {
	const rows = await db
		.select({
			state: letterSends.state,
			problem: letterSends.problem,
			many: sql<number>`count(*)`,
			kept: sql<number>`sum(${letterSends.sealed} IS NOT NULL)`
		})
		.from(letterSends)
		.where(eq(letterSends.waveId, waveId))
		.groupBy(letterSends.state, letterSends.problem)
		.orderBy(asc(letterSends.state), asc(letterSends.problem));
	const sum = (state: (typeof rows)[number]['state'], of: 'many' | 'kept' = 'many') =>
		rows.reduce((all, row) => all + (row.state === state ? row[of] : 0), 0);
	return {
		waiting: sum('waiting'),
		sent: sum('sent'),
		failed: sum('failed'),
		problems: rows
			.filter(({ state, problem }) => state !== 'sent' && problem !== '')
			.map(({ problem, many }) => ({ problem, many })),
		again: sum('failed', 'kept')
	};
}

import { createHmac, randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { dayOf } from '../../time/shanghai';
import { checkAnswers } from '../../surveys/answers';
import { traitsOf } from '../../surveys/groups';
import { shutBecause, type WaveMode } from '../../surveys/waves';
import { isUniqueBreach, type Db } from '../db';
import { Refusal } from '../refusal';
import type { Sealing } from '../sealing';
import { weightOf } from './frame-weight';
import { getQuestionnaire } from './questionnaires';
import { invitations, responses, waves } from './schema';
import { hashOfToken } from './invitations';
import { getWave, type Wave } from './waves';

/** What somebody sends in: the raw answers, and the note of when the page was opened. */
export type Sent = { answers: unknown; opened: string };

/** The wave and what it asks, for whoever is about to answer. @throws Refusal('missing') */
export async function waveToAnswer(db: Db, slug: string, mode: WaveMode) {
	const wave = await getWave(db, slug);
	if (wave.mode !== mode || wave.state === 'draft') throw new Refusal('missing', '没有这次调查');
	return { wave, questionnaire: (await getQuestionnaire(db, wave.questionnaireId)).content };
}

/** Says that the server opened the page at `at`, so that nobody can claim another time. */
export const openedAt = (seal: Sealing, waveId: number, at: number): string =>
	`${at}.${seal.index('survey_opened', `${waveId} ${at}`)}`;

/** Seconds since then; null for a note that is not ours, or of another wave. */
export function secondsSince(
	seal: Sealing,
	waveId: number,
	note: string,
	at: number
): number | null {
	const [time = ''] = note.split('.');
	const then = Number(time);
	if (!Number.isSafeInteger(then) || then > at || openedAt(seal, waveId, then) !== note)
		return null;
	return Math.round((at - then) / 1000);
}

/** A device within one wave, of no use in another, nor after the salt is gone. */
export const markOf = (salt: string, device: string): string =>
	createHmac('sha256', salt).update(device).digest('base64url');

/** Random, so that rows stand in an order that tells nothing. */
export const randomId = (): number => randomBytes(6).readUIntBE(0, 6);

/** Whether this device has answered already. */
export async function hasAnswered(db: Db, wave: Wave, device: string | null): Promise<boolean> {
	if (!device || !wave.salt) return false;
	const found = await db
		.select({ id: responses.id })
		.from(responses)
		.where(and(eq(responses.waveId, wave.id), eq(responses.deviceMark, markOf(wave.salt, device))));
	return found.length > 0;
}

/** @throws Refusal('conflict') after the end and for a second answer, 'invalid' with each question */
export async function answerOpen(
	db: Db,
	seal: Sealing,
	slug: string,
	device: string,
	sent: Sent,
	at: number
): Promise<void> {
	try {
		await db.transaction(async (tx) => {
			const { wave, questionnaire } = await waveToAnswer(tx, slug, 'open');
			assertOpen(wave, at);
			const answers = checked(questionnaire, sent.answers);
			await tx.insert(responses).values({
				id: randomId(),
				waveId: wave.id,
				answers,
				seconds: secondsSince(seal, wave.id, sent.opened, at),
				deviceMark: markOf(wave.salt!, device),
				...traitsOf(questionnaire, answers)
			});
		});
	} catch (problem) {
		if (!isUniqueBreach(problem)) throw problem;
		throw new Refusal('conflict', '这部手机已经填过这次调查了，谢谢您');
	}
}

/** How an invitation stands, with the wave that it is for. */
export async function invitationOf(db: Db, token: string) {
	const [found] = await db
		.select({ spentDay: invitations.spentDay, gridId: invitations.gridId, slug: waves.slug })
		.from(invitations)
		.innerJoin(waves, eq(waves.id, invitations.waveId))
		.where(eq(invitations.tokenHash, hashOfToken(token)));
	if (!found) {
		throw new Refusal('missing', '没有这个邀请码');
	}
	return found;
}

export const spentSentence = '这份邀请已经用过了。一份邀请只收一份答卷，谢谢您';

/**
 * Takes the answer and spends the token, both or neither. The grid of a drawn letter goes over to the
 * answer. What is kept of the two has nothing in common, and nothing is written to the audit, whose order and times would join them again.
 */
export async function answerInvited(
	db: Db,
	seal: Sealing,
	token: string,
	sent: Sent,
	at: number
): Promise<void> {
	await db.transaction(async (tx) => {
		const { slug, gridId } = await invitationOf(tx, token);
		const { wave, questionnaire } = await waveToAnswer(tx, slug, 'invited');
		assertOpen(wave, at);
		const answers = checked(questionnaire, sent.answers);
		const spent = await tx
			.update(invitations)
			.set({ spentDay: dayOf(at), gridId: null })
			.where(and(eq(invitations.tokenHash, hashOfToken(token)), isNull(invitations.spentDay)))
			.returning({ id: invitations.id });
		if (spent.length === 0) throw new Refusal('conflict', spentSentence);
		await tx.insert(responses).values({
			id: randomId(),
			waveId: wave.id,
			answers,
			seconds: secondsSince(seal, wave.id, sent.opened, at),
			gridId,
			baseWeight: gridId === null ? 1 : await weightOf(tx, wave.id, gridId),
			...traitsOf(questionnaire, answers)
		});
	});
}

function assertOpen(wave: Wave, at: number): void {
	const shut = shutBecause(wave, at);
	if (shut) throw new Refusal('conflict', shut);
}

/** @throws Refusal('invalid') with a sentence for each question */
export function checked(...[questionnaire, raw]: Parameters<typeof checkAnswers>) {
	const result = checkAnswers(questionnaire, raw);
	if (result.ok) return result.answers;
	const { '': whole, ...fields } = result.problems;
	const many = Object.keys(fields).length;
	throw new Refusal('invalid', whole ?? `还有 ${many} 题要补答或改一下`, fields);
}

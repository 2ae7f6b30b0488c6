import { actAnswers, standingAnswers, type ActAnswer } from '../../volunteering/acts';
import { answers, type No } from '../../volunteering/sign-up';
import type { SignupState } from '../../volunteering/signups';
import type { Db } from '../db';
import { Refusal } from '../refusal';
import { signupOf } from './queries';

export type ActReply = {
	key: string;
	answer: ActAnswer;
	/** Shown as it is. */
	sentence: string;
	/** By rule it was not taken in, and never will be as it is. */
	refused: boolean;
	/** Which rule of signing up stands against it, where it is one of those. */
	why?: No | 'join';
	/** Of whom it is about, now. */
	state?: SignupState;
	/** When it was done, by our clock, ms. */
	at: number;
};

type Written = {
	key: string;
	shiftId: number;
	accountId: number | null;
	answer: ActAnswer;
	reason: string;
	at: number;
};

/** What whoever sent an act is told, the first time and whenever it is sent again. */
export async function replyTo(tx: Db, written: Written): Promise<ActReply> {
	const { key, shiftId, accountId, answer, reason, at } = written;
	const why = answer === 'not_possible' ? whyOf(reason) : undefined;
	const signup = accountId === null ? undefined : await signupOf(tx, shiftId, accountId);
	return {
		...{ key, answer, at, sentence: sentenceOf(answer, why) },
		refused: !standingAnswers.includes(answer),
		...(why && { why }),
		...(signup && { state: signup.state })
	};
}

const whyOf = (reason: string): No | 'join' | undefined =>
	reason === 'join' || reason in answers ? (reason as No | 'join') : undefined;

function sentenceOf(answer: ActAnswer, why: No | 'join' | undefined): string {
	if (why === undefined) return actAnswers[answer];
	return why === 'join' ? '请先登记成为志愿者' : answers[why];
}

/** A refusal by rule as the one way to say no, for whoever has no list to keep it in. */
export function refusalOf({ refused, sentence, why }: ActReply): Refusal | null {
	if (!refused) return null;
	const fields = why === 'accept_risks' ? { risks: sentence } : undefined;
	return new Refusal('conflict', sentence, fields);
}

import { relative } from '../time/shanghai';
import type { Near } from './near';
import { distinctWords } from './search';
import { openStates, type State } from './workflow';

/** When two reports look alike at all. */
export const alike = {
	/** Pictures: differing bits of their difference hashes, of 64. */
	bits: 6,
	/** Words: the share that they have in common. */
	words: 0.4,
	/** Same words or the same device: how long ago at most, days. */
	days: 90,
	/** As many as are shown. */
	most: 8
} as const;

/** In what another report is like the one in hand; null or false where it is not. */
export type Likeness = {
	/** Within the metres and days of its category. */
	metres: number | null;
	/** Of the two pictures most alike. */
	bits: number | null;
	device: boolean;
	/** From 0 to 1. */
	words: number | null;
	sameCategory: boolean;
};

/** A report that may be the same trouble, as the desk sees it. */
export type LookAlike = {
	code: string;
	category: string;
	state: State;
	placeName: string;
	submittedAt: number;
	photoKey: string | null;
	lat: number;
	lng: number;
	/** How far away, also when that is not what makes it alike. */
	metres: number;
	why: string[];
	/** The desk may merge into it. */
	mergeable: boolean;
};

/** What is seen weighs more than what is said, and near counts for less the farther it is. */
export function likenessScore(likeness: Likeness, near: Near): number {
	const { metres, bits, device, words, sameCategory } = likeness;
	return (
		(metres === null ? 0 : 30 + 30 * (1 - metres / near.metres)) +
		(bits === null ? 0 : 60 + 30 * (1 - bits / alike.bits)) +
		(device ? 15 : 0) +
		(words === null ? 0 : 40 * words) +
		(sameCategory ? 20 : 0)
	);
}

/** Why, in words. */
export function likenessWords(likeness: Likeness, submittedAt: number, at: number): string[] {
	const { metres, bits, device, words } = likeness;
	return [
		metres === null ? '' : `相距 ${metres} 米，${relative(submittedAt, at)}`,
		bits === null ? '' : bits === 0 ? '照片相同' : '照片相似',
		device ? '同一设备' : '',
		words === null ? '' : words === 1 ? '文字相同' : '文字相近'
	].filter(Boolean);
}

export const isAlike = ({ metres, bits, device, words }: Likeness): boolean =>
	metres !== null || bits !== null || device || words !== null;

/** The share of pairs and words that two texts have in common (Dice), from 0 to 1. */
export const wordsInCommon = (one: string, other: string): number => wordsInCommonWith(one)(other);

/** The same for one text and many others. */
export function wordsInCommonWith(one: string): (other: string) => number {
	const own = new Set(distinctWords(one));
	return (other) => {
		const words = distinctWords(other);
		const common = words.filter((word) => own.has(word)).length;
		return own.size + words.length === 0 ? 0 : (2 * common) / (own.size + words.length);
	};
}

/** Merged is into what is still open. */
export const mayBeMergedInto = (state: State): boolean => openStates.includes(state);

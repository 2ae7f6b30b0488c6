import { readCode } from './code';

/** Where words are not parted by spaces, pairs of characters stand for words. */
const pairedScripts = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Bopomofo}';
const runs = new RegExp(`([${pairedScripts}]+)|((?:(?![${pairedScripts}])[\\p{L}\\p{N}])+)`, 'gu');

/** Between two runs, so that no phrase is found across them. Nobody can type it: it is no letter. */
const gap = '\uE000';

/** As much as is looked for at once. */
const mostTyped = 100;

type Run = { text: string; paired: boolean };

function runsOf(text: string): Run[] {
	const found: Run[] = [];
	for (const match of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
		found.push({ text: match[0], paired: match[1] !== undefined });
	}
	return found;
}

function pairsOf(run: string): string[] {
	const pairs: string[] = [];
	let last = '';
	for (const character of run) {
		if (last !== '') pairs.push(last + character);
		last = character;
	}
	return pairs;
}

/**
 * The words of a text for the index: runs of Chinese as overlapping pairs, then each of its
 * characters once, for those who look for a single one; Latin and digits as whole words.
 */
export function bigrams(text: string): string[] {
	const words: string[] = [];
	const singles = new Set<string>();
	for (const run of runsOf(text)) {
		if (words.length > 0) words.push(gap);
		if (!run.paired) words.push(run.text);
		else {
			words.push(...pairsOf(run.text));
			for (const character of run.text) singles.add(character);
		}
	}
	return singles.size > 0 ? [...words, gap, ...singles] : words;
}

/** The pairs and words of a text once each, without what is only there to be found by. */
export function distinctWords(text: string): string[] {
	const words = new Set<string>();
	for (const { text: run, paired } of runsOf(text)) {
		const pairs = paired ? pairsOf(run) : [];
		if (pairs.length === 0) words.add(run);
		for (const pair of pairs) words.add(pair);
	}
	return [...words];
}

/**
 * What was typed as an expression for MATCH: all of its words, in Chinese next to each other as
 * typed. Null when there is nothing to look for in it.
 */
export function matchFor(typed: string): string | null {
	const code = readCode(typed);
	const looked = runsOf(code ?? Array.from(typed).slice(0, mostTyped).join('')).map(
		({ text, paired }) => (paired && Array.from(text).length > 1 ? pairsOf(text).join(' ') : text)
	);
	return looked.length > 0 ? [...new Set(looked)].map(quoted).join(' AND ') : null;
}

// runs hold letters and digits alone, so there is nothing in them to escape
const quoted = (phrase: string) => `"${phrase}"`;

/** Any one of these words. */
export const matchAny = (words: readonly string[]): string => words.map(quoted).join(' OR ');

export const matchAll = (parts: readonly (string | null)[]): string | null =>
	parts.filter((part) => part !== null).join(' AND ') || null;

/**
 * A fact of a report as a word of the index: with it the index finds what is of a grid and has these
 * words by going through both lists at once. Nobody can type it.
 */
export const factWord = (kind: 'grid' | 'unit' | 'category' | 'group', value: string | number) =>
	`${gap}${kind}${String(value).replace(/[^\p{L}\p{N}]/gu, gap)}`;

export const matchFact = (...fact: Parameters<typeof factWord>): string =>
	quoted(factWord(...fact));

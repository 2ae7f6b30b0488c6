/** What a phone remembers of learning, by the codes of questions; it never leaves the phone. */
export type Progress = { right: string[]; again: string[] };

const key = 'quiz';
const nothing: Progress = { right: [], again: [] };
type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What was answered wrongly is to be looked at again, until it is answered rightly. */
export function after({ right, again }: Progress, code: string, isRight: boolean): Progress {
	const others = (codes: string[]) => codes.filter((one) => one !== code);
	return isRight
		? { right: [...others(right), code], again: others(again) }
		: { right: others(right), again: [...others(again), code] };
}

/** Nothing where the phone keeps nothing, or something else under this name. */
export function readProgress(storage: () => Kept): Progress {
	try {
		const kept: unknown = JSON.parse(storage().getItem(key) ?? 'null');
		return isProgress(kept) ? kept : nothing;
	} catch {
		return nothing;
	}
}

/** A phone that keeps nothing, as in a private window, still lets one learn. */
export function keepProgress(storage: () => Kept, progress: Progress): void {
	try {
		storage().setItem(key, JSON.stringify(progress));
	} catch {
		// nothing is lost but the memory of it
	}
}

export function forgetProgress(storage: () => Kept): Progress {
	try {
		storage().removeItem(key);
	} catch {
		// there was nothing to forget
	}
	return nothing;
}

const isCodes = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string');
const isProgress = (value: unknown): value is Progress =>
	typeof value === 'object' &&
	value !== null &&
	'right' in value &&
	'again' in value &&
	isCodes(value.right) &&
	isCodes(value.again);

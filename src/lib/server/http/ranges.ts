export type Range = { start: number; end: number };

/**
 * Which bytes of `size` a Range header asks for, both included; null for all of them, and 'none' where
 * it asks for what is not there (416). Of several ranges none is given: all is the right answer too
 * (RFC 9110 §14.2).
 */
export function rangeOf(header: string | null, size: number): Range | null | 'none' {
	const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
	if (from === '' && to === '') return null;
	if (from === '') {
		const last = Math.min(Number(to), size);
		return last === 0 ? 'none' : { start: size - last, end: size - 1 };
	}
	const start = Number(from);
	const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
	if (to !== '' && Number(to) < start) return null;
	return start >= size ? 'none' : { start, end };
}

/** How long it is of use to the lead, ms. */
const life = 30 * 60_000;

export type DistanceHints = ReturnType<typeof distanceHints>;

/**
 * How far from the post somebody's phone was when it sent a number: a hint to the lead, which refuses
 * nothing. It is kept here, in this process, for half an hour, and written nowhere.
 */
export function distanceHints() {
	const kept = new Map<string, { metres: number; at: number }>();
	const nameOf = (shiftId: number, accountId: number) => `${shiftId} ${accountId}`;

	return {
		note(shiftId: number, accountId: number, metres: number, at: number): void {
			for (const [name, hint] of kept) if (hint.at <= at - life) kept.delete(name);
			kept.set(nameOf(shiftId, accountId), { metres: Math.round(metres), at });
		},
		/** Metres; null where nothing is known any more. */
		of(shiftId: number, accountId: number, at: number): number | null {
			const hint = kept.get(nameOf(shiftId, accountId));
			return hint && hint.at > at - life ? hint.metres : null;
		}
	};
}

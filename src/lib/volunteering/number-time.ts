/** How long one number is shown, ms (RFC 6238). */
export const numberLastsMs = 30_000;

/** Until the next number, seconds, rounded up. */
export const secondsLeft = (at: number): number =>
	Math.ceil((numberLastsMs - (at % numberLastsMs)) / 1000);

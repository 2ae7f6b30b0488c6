const first = 2_000;
const longest = 5 * 60_000;

/**
 * Milliseconds to wait after the `attempts`th try failed: doubling from 2 s to 5 min, of which
 * `chance` (0 to 1) takes up to half away, so that a town's phones do not all come back at once.
 */
export function pauseAfter(attempts: number, chance: number): number {
	const whole = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20));
	return Math.round(whole * (1 - chance / 2));
}

const longestTold = 2 * 60 * 60_000;

/** Whether it is time. A wait longer than any that is given was left by a clock set back since. */
export const isTime = (nextAt: number, told: boolean, now: number): boolean =>
	nextAt <= now || nextAt - now > (told ? longestTold : longest);

const worthMs = 10 * 60_000;
const implausible = 300 * 24 * 60 * 60_000;

/**
 * When it happened by the server's clock (ms), from how long ago that is by the phone's own, which
 * may be wrong by a day and still count minutes rightly. null: just now, or no telling.
 */
export function happenedAt(
	createdAt: number,
	now: number,
	serverNow: number,
	worth = { worthMs }
): number | null {
	const ago = now - createdAt;
	return ago < worth.worthMs || ago > implausible ? null : serverNow - ago;
}

import { hourMs, minuteMs } from '../time/shanghai';

/** How long to wait after the first failure, the second and so on; after the last of them no more. */
const pauses = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs];

/** When to try again after `attempts` tries, the last of them at `at`; null: give it up. */
export function nextTry(attempts: number, at: number): number | null {
	const pause = pauses[attempts - 1];
	return pause === undefined ? null : at + pause;
}

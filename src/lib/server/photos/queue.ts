import { Refusal } from '$lib/server/refusal';

/**
 * Runs at most `running` jobs at once and lets at most `waiting` wait, first come first served; one
 * more is refused at once, so that a flood of photos costs neither memory nor everyone's patience.
 */
export function boundedQueue(running: number, waiting: number) {
	const line: (() => void)[] = [];
	let busy = 0;

	return async function run<T>(job: () => Promise<T>): Promise<T> {
		if (busy < running) {
			busy++;
		} else {
			if (line.length >= waiting) {
				throw new Refusal('limited', '照片处理繁忙，请稍后再试', undefined, 5);
			}
			await new Promise<void>((go) => line.push(go));
		}
		try {
			return await job();
		} finally {
			const next = line.shift();
			if (next) next();
			else busy--;
		}
	};
}

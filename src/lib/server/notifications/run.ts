import { minuteMs } from '../../time/shanghai';
import { NotSent } from './means';

/** Longer than the longest run: after it another sender may take what one left lying. */
export const lease = 5 * minuteMs;
/** Messages in one run, and how many at a time: with a hook that never answers, 200 seconds. */
const mostInRun = 200;
const atOnce = 8;

export type Sent = { sent: number; failed: number };

/**
 * Takes and sends what is due, several at a time, until nothing is or the run is full.
 * @param claim the next, which from then on nobody else takes; 'settled' if it need not be sent, 'none' if
 * nothing is due
 * @param send answers whether it is out
 */
export async function sendRun<Message extends object>(
	claim: () => Promise<Message | 'settled' | 'none'>,
	send: (message: Message) => Promise<boolean>
): Promise<Sent> {
	const done: Sent = { sent: 0, failed: 0 };
	let left = mostInRun;
	// most runs find nothing, and end with one look
	const first = await claim();
	if (first === 'none') return done;
	const taken = [first];
	const work = async () => {
		while (left > 0) {
			const claimed = taken.pop() ?? (await claim());
			if (claimed === 'none') return;
			if (claimed === 'settled') continue;
			left--;
			done[(await send(claimed)) ? 'sent' : 'failed']++;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return done;
}

/** What is said of a message that did not go out. */
export const whyNotSent = (problem: unknown): string =>
	problem instanceof NotSent ? problem.message : '系统出了问题';

import { expect, it } from 'vitest';
import { oneAtATime } from '../../src/lib/offline/one-at-a-time';

it('runs once more, however often it is asked for while it runs, and never twice at once', async () => {
	const ends: (() => void)[] = [];
	let running = 0;
	const run = oneAtATime(async () => {
		expect(++running).toBe(1);
		await new Promise<void>((end) => ends.push(end));
		running--;
	});
	const end = async (n: number) => {
		ends[n]!();
		await new Promise((later) => setTimeout(later));
	};
	run();
	run();
	run();
	expect(ends).toHaveLength(1);
	await end(0);
	expect(ends).toHaveLength(2);
	await end(1);
	expect(ends).toHaveLength(2);
	run();
	expect(ends).toHaveLength(3);
});

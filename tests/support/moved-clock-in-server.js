import { readFileSync } from 'node:fs';

// Loaded before a test's server: its clock is ahead of the real one by the milliseconds in CLOCK_FILE, so
// that a week passes in a minute.
const file = process.env.CLOCK_FILE;
const RealDate = Date;
const readEveryMs = 20;
let ahead = 0;
let readAt = 0;

function now() {
	const real = RealDate.now();
	if (file && real - readAt > readEveryMs) {
		readAt = real;
		ahead = Number(readFileSync(file, 'utf8'));
	}
	return real + ahead;
}

globalThis.Date = new Proxy(RealDate, {
	construct: (target, args, asked) =>
		Reflect.construct(target, args.length === 0 ? [now()] : args, asked),
	get: (target, name, asked) => (name === 'now' ? now : Reflect.get(target, name, asked))
});

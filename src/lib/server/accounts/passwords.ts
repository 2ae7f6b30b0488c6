import { hash, verify } from '@node-rs/argon2';

const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
const atOnce = 4;

let running = 0;
const waiting: Array<() => void> = [];

// Each takes 19 MiB and a core: more at once would let sign-ins starve everything else.
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
	else running++;
	try {
		return await work();
	} finally {
		const next = waiting.shift();
		if (next) next();
		else running--;
	}
}

export const hashPassword = (password: string): Promise<string> =>
	inTurn(() => hash(password, cost));

let dummy: Promise<string> | undefined;

/** Takes the same time for an account without a password, so that names cannot be tried out. */
export async function checkPassword(passwordHash: string | null, given: string): Promise<boolean> {
	dummy ??= hashPassword('no such account');
	const against = passwordHash ?? (await dummy);
	const right = await inTurn(() => verify(against, given));
	return passwordHash !== null && right;
}

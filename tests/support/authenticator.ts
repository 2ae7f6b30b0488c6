import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepMs = 30_000;

/** An authenticator app on a phone, which was given the key as text: RFC 6238, not by our own code. */
export function authenticator(key: string) {
	const letters = key.replaceAll(/\s/g, '');
	const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
	const bytes = bits.join('').match(/.{8}/g) ?? [];
	const secret = Buffer.from(bytes.map((byte) => parseInt(byte, 2)));

	const codeAt = (at: number): string => {
		const counter = Buffer.alloc(8);
		counter.writeBigUInt64BE(BigInt(Math.floor(at / stepMs)));
		const hash = createHmac('sha1', secret).update(counter).digest();
		const number = hash.readUInt32BE(hash.at(-1)! & 15) & 0x7fffffff;
		return String(number % 1_000_000).padStart(6, '0');
	};
	return {
		now: () => codeAt(Date.now()),
		/** The code after that one: no code works twice, and clocks may be a step ahead. */
		next: () => codeAt(Date.now() + stepMs)
	};
}

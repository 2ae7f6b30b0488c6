/** Repeatable numbers (mulberry32): the same seed draws the same picture on every machine. */
export class Random {
	private state: number;

	constructor(private readonly seed: number) {
		this.state = seed >>> 0;
	}

	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	between(low: number, high: number): number {
		return low + (high - low) * this.next();
	}

	/** Both ends included. */
	whole(low: number, high: number): number {
		return Math.floor(this.between(low, high + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(list: readonly T[]): T {
		return list[Math.floor(this.next() * list.length)] as T;
	}

	/** A stream of its own, whatever has been drawn from this one so far. */
	fork(label: string): Random {
		return new Random(hash(`${this.seed}/${label}`));
	}
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
	return (value ^ (value >>> 15)) >>> 0;
}

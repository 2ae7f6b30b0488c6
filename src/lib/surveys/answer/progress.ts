/** What was filled in and not sent, on this phone alone. */
export type Kept = Record<string, string>;

const nameOf = (slug: string) => `survey:${slug}`;

/** Empty where nothing is kept, or the browser keeps nothing. */
export function readKept(slug: string): Kept {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(nameOf(slug)) ?? '{}');
		if (typeof kept !== 'object' || kept === null) return {};
		return Object.fromEntries(
			Object.entries(kept).filter(([, value]) => typeof value === 'string')
		);
	} catch {
		return {};
	}
}

/** @returns whether the browser keeps it */
export function keep(slug: string, values: Kept): boolean {
	try {
		localStorage.setItem(nameOf(slug), JSON.stringify(values));
		return true;
	} catch {
		return false;
	}
}

export function forget(slug: string): void {
	try {
		localStorage.removeItem(nameOf(slug));
	} catch {
		// then there is nothing
	}
}

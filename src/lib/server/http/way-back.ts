/**
 * The address within this site that a visitor asked to go back to, or null. Read as a browser reads
 * it, because `//elsewhere`, `/\elsewhere` and tabs between the slashes all lead away.
 */
export function wayBack(asked: string | null, url: URL): string | null {
	if (!asked?.startsWith('/')) return null;
	try {
		const to = new URL(asked, url.origin);
		return to.origin === url.origin ? to.pathname + to.search : null;
	} catch {
		return null;
	}
}

import type { RequestEvent } from '@sveltejs/kit';

/**
 * Where a request comes from, to count by. Behind a proxy that is told to name the visitor, a
 * request that comes past it has no name, and shares one count with all such.
 */
export function addressOf(event: Pick<RequestEvent, 'getClientAddress'>): string {
	try {
		const address = event.getClientAddress();
		// one household has a /64 of IPv6 to itself
		return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
	} catch {
		return 'unknown';
	}
}

import { db, seal } from '$lib/server/app';
import { addressOf } from '$lib/server/http/address';
import { page } from '$lib/server/http/page';
import { limit } from '$lib/server/http/rate-limit';
import { verifiedCertificate } from '$lib/server/volunteering/certificate-queries';
import type { PageServerLoadEvent } from './$types';

export const load = page(async (event: PageServerLoadEvent) => {
	event.setHeaders({ 'x-robots-tag': 'noindex' });
	await limit('verify', addressOf(event));
	return { certificate: await verifiedCertificate(db, seal, event.params.code) };
});

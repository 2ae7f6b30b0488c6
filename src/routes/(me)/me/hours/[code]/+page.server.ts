import { config, db, seal } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { ownCertificate } from '$lib/server/volunteering/certificate-queries';
import { qrPath } from '$lib/components/qr';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params, url, locals }: PageServerLoadEvent) => {
	const certificate = await ownCertificate(db, seal, locals.actor, params.code);
	const address = `${config.ORIGIN || url.origin}/verify/${params.code}`;
	return { certificate, address, qr: qrPath(address, { ecc: 'M', border: 0 }) };
});

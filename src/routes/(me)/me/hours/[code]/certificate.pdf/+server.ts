import { config, db, seal } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { ownCertificate } from '$lib/server/volunteering/certificate-queries';
import { certificatePdf } from '$lib/server/volunteering/certificate-pdf';
import type { RequestEvent } from './$types';

export const GET = endpoint(async ({ params, url, locals }: RequestEvent) => {
	const certificate = await ownCertificate(db, seal, locals.actor, params.code);
	const address = `${config.ORIGIN || url.origin}/verify/${params.code}`;
	const pdf = await certificatePdf(certificate, address);
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="certificate-${certificate.number}.pdf"`,
			'cache-control': 'private, no-store'
		}
	});
});

import { registry } from '$lib/server/http/metrics';

export async function GET() {
	return new Response(await registry.metrics(), {
		headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' }
	});
}

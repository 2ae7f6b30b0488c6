import { db, log, storage } from '$lib/server/app';
import { answers } from '$lib/server/db';

export async function GET() {
	try {
		await answers(db);
		await storage.check();
		return new Response('ready', { headers: { 'cache-control': 'no-store' } });
	} catch (problem) {
		log.error({ err: problem }, 'not ready');
		return new Response('not ready', { status: 503, headers: { 'cache-control': 'no-store' } });
	}
}

import { db, log, now, storage } from '$lib/server/app';
import { answers } from '$lib/server/db';

/** How long an answer holds, milliseconds: asking costs a write to the store. */
const holds = 5_000;
let last: { at: number; ready: Promise<boolean> } | undefined;

export async function GET() {
	if (!last || now() - last.at > holds) last = { at: now(), ready: isReady() };
	const ready = await last.ready;
	return new Response(ready ? 'ready' : 'not ready', {
		status: ready ? 200 : 503,
		headers: { 'cache-control': 'no-store' }
	});
}

async function isReady(): Promise<boolean> {
	try {
		await answers(db);
		await storage.check();
		return true;
	} catch (problem) {
		log.error({ err: problem }, 'not ready');
		return false;
	}
}

import { database } from './database';

/** `none`: private mode or an old browser; `full`: hardly any room is left for photos. */
export type Keeping = 'good' | 'none' | 'full';

/** Six photos and some air. */
const enough = 20 * 1024 * 1024;

/** Whether this browser can keep a report until it is sent. */
export async function keeping(): Promise<Keeping> {
	try {
		const db = await database();
		// some private modes open a database and refuse to write
		await db.put('shared', [], -1);
		await db.delete('shared', -1);
	} catch (problem) {
		return (problem as DOMException)?.name === 'QuotaExceededError' ? 'full' : 'none';
	}
	const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
	if (quota === undefined || usage === undefined) return 'good';
	return quota - usage < enough ? 'full' : 'good';
}

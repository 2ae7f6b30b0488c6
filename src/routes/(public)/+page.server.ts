import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { listLedger } from '$lib/server/reports/queries/ledger';

export const load = page(async () => {
	const { rows } = await listLedger(db, {});
	return { recent: rows.slice(0, 6), now: now() };
});

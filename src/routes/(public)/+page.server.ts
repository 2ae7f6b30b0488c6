import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { listLedger } from '$lib/server/reports/queries/ledger';

const shown = 6;

export const load = page(async () => {
	const { rows } = await listLedger(db, {}, { limit: shown });
	return { recent: rows, now: now() };
});

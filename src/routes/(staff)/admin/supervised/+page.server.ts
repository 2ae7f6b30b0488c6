import { db, now } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { overdueReports, supervisedReports } from '$lib/server/reports/queries/supervised';

export const load = page(async () => {
	const at = now();
	return { now: at, supervised: await supervisedReports(db), late: await overdueReports(db, at) };
});

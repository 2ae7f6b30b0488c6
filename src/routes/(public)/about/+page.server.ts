import { retentionFacts, retentionNames } from '$lib/retention/classes';
import { db } from '$lib/server/app';
import { page } from '$lib/server/http/page';
import { retentionDays } from '$lib/server/retention/run';

export const load = page(async () => {
	const days = await retentionDays(db);
	return {
		kept: retentionNames.map((name) => {
			const { label, from } = retentionFacts(name);
			return { label, from, days: days[name] };
		})
	};
});

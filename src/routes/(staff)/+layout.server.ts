import { mayOpen } from '$lib/accounts/policy';
import { db } from '$lib/server/app';
import { countOpenAsks } from '$lib/server/reports/queries/asks';
import { countSupervised } from '$lib/server/reports/queries/supervised';

/** How many wait behind the parts of the nav, by address; counted anew on every page. */
export async function load({ locals, url }): Promise<{ waiting: Record<string, number> }> {
	if (!mayOpen(locals.actor, '/admin') || !url.pathname) return { waiting: {} };
	return {
		waiting: {
			'/admin/asks': await countOpenAsks(db),
			'/admin/supervised': await countSupervised(db)
		}
	};
}

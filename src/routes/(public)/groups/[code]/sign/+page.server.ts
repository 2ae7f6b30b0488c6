import { db } from '$lib/server/app';
import { qrPath } from '$lib/components/qr';
import { page } from '$lib/server/http/page';
import { getGroup } from '$lib/server/volunteering/groups';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ params, url }: PageServerLoadEvent) => {
	const { code, name, kind } = await getGroup(db, params.code);
	const address = `${url.origin}/groups/${code}`;
	return { group: { code, name, kind }, address, qr: qrPath(address) };
});

import { redirect } from '@sveltejs/kit';
import { page } from '$lib/server/http/page';
import { readCode } from '$lib/reports/code';
import type { PageServerLoadEvent } from './$types';

/** For whoever has the paper and no camera. */
export const load = page(({ url }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('code') ?? '';
	const code = readCode(asked);
	if (code) redirect(303, `/verify/${code}`);
	return { asked };
});

import { redirect } from '@sveltejs/kit';

/** The service worker takes what another app shares; only where there is none it comes here. */
export const POST = () => redirect(303, '/reports/new?shared=lost');

export const GET = () => redirect(303, '/reports/new');

import { config, db } from '$lib/server/app';
import { endpoint } from '$lib/server/http/endpoint';
import { ledgerFeed } from '$lib/server/http/feed';
import type { RequestEvent } from './$types';

export const GET = endpoint((event: RequestEvent) => ledgerFeed(event, db, 'rss', config));

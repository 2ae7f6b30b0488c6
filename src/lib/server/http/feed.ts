import type { RequestEvent } from '@sveltejs/kit';
import { Feed } from 'feed';
import * as v from 'valibot';
import { categoryLabel, groupLabel, isGroup } from '../../reports/categories';
import { formatDay, dayOf, formatTime } from '../../time/shanghai';
import type { Config } from '../config';
import type { Db } from '../db';
import { gridToFollow, newestReleased, type FeedEntry } from '../reports/queries/feed';
import { sha256 } from '../sealing';
import { checked } from './endpoint';

const empty = v.literal('');
const Query = v.object({
	grid: v.optional(v.pipe(v.string(), v.maxLength(40, '没有这个网格')), ''),
	group: v.optional(v.union([empty, v.pipe(v.string(), v.check(isGroup, '没有这个大类'))]), '')
});

const kinds = {
	atom: { type: 'application/atom+xml; charset=utf-8', write: (feed: Feed) => feed.atom1() },
	rss: { type: 'application/rss+xml; charset=utf-8', write: (feed: Feed) => feed.rss2() }
};

type Site = Pick<Config, 'ORIGIN' | 'TOWN_NAME' | 'OPERATOR_NAME'>;

/** The public ledger as a feed, by grid and category group; its addresses are absolute. */
export async function ledgerFeed(
	{ url, request }: RequestEvent,
	db: Db,
	kind: keyof typeof kinds,
	site: Site
): Promise<Response> {
	const origin = site.ORIGIN || url.origin;
	const { grid: code, group } = checked(Query, Object.fromEntries(url.searchParams));
	const grid = code === '' ? undefined : await gridToFollow(db, code);
	const entries = await newestReleased(db, { gridId: grid?.id, group: group || undefined });

	const query = new URLSearchParams({
		...(code ? { grid: code } : {}),
		...(group ? { group } : {})
	});
	const asked = query.size > 0 ? `?${query}` : '';
	const what = [grid?.name, group && groupLabel(group)].filter(Boolean).join(' · ');
	const newest = Math.max(0, ...entries.map(({ releasedAt }) => releasedAt));
	const feed = new Feed({
		id: `${origin}/reports${asked}`,
		link: `${origin}/reports${asked}`,
		title: escaped(`${site.TOWN_NAME}文明同行：${what || '公开的上报'}`),
		description: '居民上报、文明办公开的问题和进展',
		author: { name: escaped(site.OPERATOR_NAME || '文明办') },
		language: 'zh-CN',
		generator: false,
		updated: new Date(newest),
		feedLinks: {
			atom: `${origin}/reports/feed.atom${asked}`,
			rss: `${origin}/reports/feed.rss${asked}`
		}
	});
	for (const entry of entries) feed.addItem(itemOf(entry, origin));
	const body = kinds[kind].write(feed);

	const headers = {
		'content-type': kinds[kind].type,
		// short, so that what is taken back is soon gone everywhere
		'cache-control': 'public, max-age=300',
		etag: `"${sha256(body).slice(0, 32)}"`,
		...(newest > 0 ? { 'last-modified': new Date(newest).toUTCString() } : {})
	};
	// by the tag alone: a report that is taken back changes the feed and leaves no later date
	const known = request.headers.get('if-none-match')?.split(/,\s*/) ?? [];
	const unchanged = known.some((tag) => tag.replace(/^W\//, '') === headers.etag);
	return unchanged ? new Response(null, { status: 304, headers }) : new Response(body, { headers });
}

function itemOf(entry: FeedEntry, origin: string) {
	const { code, category, group, place, description, dayOnly, submittedAt, releasedAt } = entry;
	const when = dayOnly
		? formatDay(dayOf(submittedAt), releasedAt)
		: formatTime(submittedAt, releasedAt);
	return {
		id: `${origin}/reports/${code}`,
		link: `${origin}/reports/${code}`,
		title: escaped(`${categoryLabel(category)}${place ? `（${place}）` : ''}`),
		description: escaped(`${description || categoryLabel(category)}（${when}上报，编号 ${code}）`),
		date: new Date(releasedAt),
		published: new Date(submittedAt),
		category: [{ name: groupLabel(group), term: group }]
	};
}

// readers take titles and descriptions for HTML
const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

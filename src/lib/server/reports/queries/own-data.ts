import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { categoryLabel } from '../../../reports/categories';
import { cameWith } from '../../../reports/policy';
import { states } from '../../../reports/workflow';
import type { Db } from '../../db';
import { followers, photos, ratings, reporters, reports, supports, watches } from '../schema';

const supporterOf = (accountId: number) => `account:${accountId}`;

/** All that reports hold of one account, for its owner; `file` is where a photo lies in the archive. */
export async function ownReportData(db: Db, accountId: number) {
	const mine = await db
		.select({ report: reports })
		.from(reporters)
		.innerJoin(reports, eq(reports.id, reporters.reportId))
		.where(eq(reporters.accountId, accountId))
		.orderBy(asc(reports.id));
	const ids = mine.map(({ report }) => report.id);
	const taken = await db
		.select()
		.from(photos)
		.where(and(inArray(photos.reportId, ids), isNull(photos.withdrawnAt), ne(photos.original, '')))
		.orderBy(asc(photos.reportId), asc(photos.n));
	const rater = supporterOf(accountId);
	const rated = await db
		.select()
		.from(ratings)
		.where(and(inArray(ratings.reportId, ids), eq(ratings.rater, rater)));
	const seen = await db
		.select({ code: reports.code, at: supports.at })
		.from(supports)
		.innerJoin(reports, eq(reports.id, supports.reportId))
		.where(eq(supports.supporter, rater));
	const followed = await db
		.select({ code: reports.code, since: followers.since })
		.from(followers)
		.innerJoin(reports, eq(reports.id, followers.reportId))
		.where(eq(followers.accountId, accountId));
	const watched = await db.select().from(watches).where(eq(watches.accountId, accountId));

	const pictures = mine.flatMap(({ report }) =>
		taken
			.filter((photo) => photo.reportId === report.id && cameWith(report, photo))
			.map(({ n, original }) => ({
				reportId: report.id,
				file: `photos/${report.code}-${n + 1}.jpg`,
				sha256: original
			}))
	);
	return {
		pictures,
		data: {
			reports: mine.map(({ report }) => ({
				code: report.code,
				category: categoryLabel(report.category),
				description: report.description,
				address: report.address,
				place: report.placeName,
				position: { lat: report.lat, lng: report.lng, accuracyM: report.accuracyM },
				occurredAt: iso(report.occurredAt),
				submittedAt: iso(report.submittedAt),
				state: states[report.state].label,
				public: report.releasedAt !== null,
				photos: pictures.filter(({ reportId }) => reportId === report.id).map(({ file }) => file),
				ratings: rated
					.filter(({ reportId }) => reportId === report.id)
					.map(({ score, reason, at }) => ({ score, reason, at: iso(at) }))
			})),
			seenToo: seen.map(({ code, at }) => ({ code, at: iso(at) })),
			followed: followed.map(({ code, since }) => ({ code, since: iso(since) })),
			watches: watched.map(({ gridId, categoryGroup, since }) => ({
				gridId,
				categoryGroup,
				since: iso(since)
			}))
		}
	};
}

const iso = (at: number) => new Date(at).toISOString();

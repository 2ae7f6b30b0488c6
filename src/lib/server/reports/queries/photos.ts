import { eq } from 'drizzle-orm';
import type { Actor } from '../../../accounts/roles';
import { cameWith, canSeeCase } from '../../../reports/policy';
import type { Db } from '../../db';
import { Refusal } from '../../refusal';
import { photos, reports } from '../schema';
import { isAssisting } from './assists';
import { tiesTo } from './casework';

export type PhotoView = 'original' | 'public';

/**
 * The stored picture behind a photo's address, for whoever may see it: the public copy is everyone's
 * once its report is released, the original only case staff's and the reporter's own.
 * @throws Refusal('missing') alike for what is not there and what is not theirs
 */
export async function photoFor(
	db: Db,
	actor: Actor,
	key: string,
	view: PhotoView
): Promise<{ sha256: string; everyone: boolean }> {
	const [row] = await db
		.select({ photo: photos, report: reports })
		.from(photos)
		.innerJoin(reports, eq(reports.id, photos.reportId))
		.where(eq(photos.key, key))
		.limit(1);
	if (!row || row.photo.withdrawnAt !== null) throw missing();
	const { photo, report } = row;
	if (view === 'public' && photo.released && report.releasedAt !== null) {
		return { sha256: photo.released, everyone: true };
	}
	// of an original that was erased on schedule the copy for the public is left
	const sha256 = view === 'public' ? photo.released : photo.original || photo.released;
	if (!sha256) throw missing();
	if (canSeeCase(actor, report) || (await isAssisting(db, actor, report.id))) {
		return { sha256, everyone: false };
	}
	const { reporter } = await tiesTo(db, actor, report.id);
	if (reporter && cameWith(report, photo)) return { sha256, everyone: false };
	throw missing();
}

const missing = () => new Refusal('missing', '没有这张照片');

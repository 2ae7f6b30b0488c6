import type { Draft } from '$lib/offline/draft';
import type { New, ReportForm } from '$lib/offline/outbox';

/** What the page knows besides the draft. */
type Writer = {
	/** The category in words. */
	title: string;
	/** The account it is written under; null: as a guest, who may leave a telephone number. */
	tag: string | null;
};

/** A draft as the outbox takes it. @param createdAt ms, by this phone's clock */
export function unsentReport(
	draft: Draft,
	{ title, tag }: Writer,
	createdAt: number
): New & { form: ReportForm } {
	const { key, category, description, address, place, phone } = draft;
	const photos = draft.photos.map(({ blob, width, height }) => ({ blob, width, height }));
	// what is under a mask stays in the draft and goes with it
	const shown = draft.photos.map(({ unmasked: _, ...photo }) => photo);
	return {
		key,
		to: `/api/reports/${key}`,
		fields: {
			category,
			description,
			address,
			lat: place?.lat,
			lng: place?.lng,
			accuracy_m: place?.accuracyM ?? undefined,
			contact: tag === null && phone ? { phone } : undefined
		},
		photos,
		title,
		form: { at: '/reports/new', draft: { ...draft, photos: shown } },
		as: tag,
		createdAt
	};
}

/** What a resident must still say, by field. */
export const missingIn = (
	draft: Draft,
	category: { photoNeeded: boolean } | undefined
): Record<string, string> => ({
	...(category?.photoNeeded !== false && draft.photos.length === 0
		? { photos: '请至少拍一张照片' }
		: {}),
	...(category ? {} : { category: '请选择类别' }),
	...(draft.place ? {} : { place: '请说明位置：定位、点地图，或选一个地点' })
});

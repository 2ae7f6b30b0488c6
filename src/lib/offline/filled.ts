import { uuidv7 } from 'uuidv7';
import type { DraftPhoto } from './draft';
import { findUnsent, holdForEditing, type FilledForm, type New } from './outbox';
import { submit, type Progress, type Submitted } from './submit';

/** A form as it was filled in. */
export type Filled = {
	/** Where it is put, but for the key. */
	to: string;
	/** What the list shows. */
	title: string;
	/** By field name, as they are sent. */
	values: Record<string, string>;
	photos: DraftPhoto[];
	/** Where it is mended, and by which of the forms there. */
	at: string;
	name: string;
	/** The account that wrote it. */
	as: string | null;
};

/** What waits and was opened in its form again. */
export type Mending = {
	key: string;
	values: Record<string, string>;
	photos: DraftPhoto[];
	refusal: { message: string; fields: Record<string, string> } | null;
};

const isFilled = (form: object): form is FilledForm => 'values' in form;

/** Goes on with what waits under `key`, if it came from the form `name`. */
export async function resumeFilled(key: string, name: string): Promise<Mending | null> {
	const item = await findUnsent(key).catch(() => undefined);
	if (!item || !isFilled(item.form) || item.form.name !== name) return null;
	const held = await holdForEditing(key, Date.now()).catch(() => undefined);
	if (!held || !isFilled(held.form)) return null;
	return { key, values: held.form.values, photos: held.photos, refusal: held.refusal };
}

export type Sent = Submitted & { mending: string | null };

/**
 * Queues a filled form and sends it, in place of what waits under `mending`. What is refused with
 * something to mend is held for it; what cannot be mended here waits in the list, with the reason.
 */
export async function sendFilled(
	{ to, title, values, photos, at, name, as }: Filled,
	mending: string | null,
	onProgress: (progress: Progress) => void
): Promise<Sent> {
	const key = mending ?? uuidv7();
	const item: New = {
		key,
		to: `${to}/${key}`,
		fields: values,
		photos: photos.map(({ blob, width, height }) => ({ blob, width, height })),
		title,
		form: { at, name, values },
		as,
		createdAt: Date.now(),
		dated: 'at'
	};
	const outcome = await submit(item, onProgress);
	if (outcome.kind !== 'refused' || Object.keys(outcome.fields).length === 0) {
		return { ...outcome, mending: null };
	}
	const held = await holdForEditing(key, Date.now()).catch(() => undefined);
	return { ...outcome, mending: held ? key : null };
}

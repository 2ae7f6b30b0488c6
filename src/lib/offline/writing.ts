import { uuidv7 } from 'uuidv7';
import { clearDraft, loadDraft, saveDraft, type Draft } from './draft';
import {
	arrivalOf,
	findUnsent,
	holdForEditing,
	keepMended,
	KeyTaken,
	remove,
	type New,
	type ReportForm,
	type Unsent
} from './outbox';
import { submit, type Progress, type Submitted } from './submit';

export { takeShared } from './shared';
export { keeping } from './storage';

/** What a resident is writing, and where it is kept meanwhile. */
export type Writing = {
	/** Null: nothing was begun before. */
	draft: Draft | null;
	/** It waits in the outbox already and is being mended. */
	mending: boolean;
	refusal: Unsent['refusal'];
};

/** A key of this phone's own: the page may be a kept copy that was shown before. */
export const newKey = (): string => uuidv7();

/** Goes on with what waits under `key`, or with the draft of whoever is signed in as `as`. */
export async function resume(key: string | null, as: string | null): Promise<Writing> {
	const item = key ? await holdForEditing(key, Date.now()).catch(() => undefined) : undefined;
	if (item && 'draft' in item.form) {
		return { draft: item.form.draft, mending: true, refusal: item.refusal };
	}
	const draft = await loadDraft();
	const another = draft !== null && draft.as !== null && draft.as !== as;
	const none = draft === null || another || (await isSent(draft.key));
	return { draft: none ? null : draft, mending: false, refusal: null };
}

/** Late news, such as a place's name, may have put a draft back after it was sent. */
async function isSent(key: string): Promise<boolean> {
	return Boolean((await findUnsent(key)) ?? (await arrivalOf(key)));
}

export function keep(draft: Draft, mending: boolean, asItem: () => New): void {
	if (mending) void keepMended(asItem());
	else void saveDraft(draft);
}

export const discard = (draft: Draft, mending: boolean): Promise<void> =>
	mending ? remove(draft.key) : clearDraft();

/** A report as it is put in the outbox. */
type NewReport = New & { form: ReportForm };

/** What the server refuses is held for mending; `mending` says whether the outbox has it. */
export async function send(
	item: NewReport,
	mending: boolean,
	onProgress: (progress: Progress) => void
): Promise<Submitted & { mending: boolean }> {
	const outcome = await submit(item, onProgress).catch((problem: unknown) => {
		// another tab went on with the same draft: this is a report of its own
		if (problem instanceof KeyTaken) return submit(underAnotherKey(item), onProgress);
		throw problem;
	});
	if (outcome.kind === 'refused') {
		const held = await holdForEditing(item.key, Date.now()).catch(() => undefined);
		return { ...outcome, mending: held !== undefined };
	}
	// where nothing could be queued the draft may still be there
	if (outcome.kind === 'arrived') await discard(item.form.draft, mending).catch(() => undefined);
	return { ...outcome, mending };
}

function underAnotherKey(item: NewReport): NewReport {
	const key = newKey();
	const draft = { ...item.form.draft, key };
	return { ...item, key, to: item.to.replace(item.key, key), form: { ...item.form, draft } };
}

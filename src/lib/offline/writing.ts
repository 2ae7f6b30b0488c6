import { uuidv7 } from 'uuidv7';
import { clearDraft, loadDraft, saveDraft, type Draft } from './draft';
import { change, findUnsent, holdForEditing, remove, type New, type Unsent } from './outbox';
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

/** Goes on with what waits under `key`, or with the draft. */
export async function resume(key: string | null): Promise<Writing> {
	const item = key ? await findUnsent(key).catch(() => undefined) : undefined;
	if (item && !item.accepted) {
		await holdForEditing(item.key);
		return { draft: item.form.draft, mending: true, refusal: item.refusal };
	}
	return { draft: await loadDraft(), mending: false, refusal: null };
}

export function keep(draft: Draft, mending: boolean): void {
	if (mending) void change(draft.key, (item) => ({ form: { ...item.form, draft } }));
	else void saveDraft(draft);
}

export const discard = (draft: Draft, mending: boolean): Promise<void> =>
	mending ? remove(draft.key) : clearDraft();

/** What the server refuses is held for mending; `mending` says whether the outbox has it. */
export async function send(
	item: New,
	onProgress: (progress: Progress) => void
): Promise<Submitted & { mending: boolean }> {
	const outcome = await submit(item, onProgress);
	const held =
		outcome.kind === 'refused' ? await holdForEditing(item.key).catch(() => undefined) : undefined;
	return { ...outcome, mending: held !== undefined };
}

import { database } from './database';

export type DraftPhoto = {
	/** What is sent: with a mask drawn, nothing under it is left in here. */
	blob: Blob;
	width: number;
	height: number;
	/** As it was before the mask, so that it can be changed; never leaves the draft. */
	unmasked?: Blob;
	/** In shares of width and height. */
	masks?: { x: number; y: number; w: number; h: number }[];
};

/** A report that is being written, kept on this phone only. */
export type Draft = {
	/** Under which it is sent; made with the draft, so that sending again is the same report. */
	key: string;
	category: string;
	description: string;
	address: string;
	phone: string;
	place: { lat: number; lng: number; accuracyM: number | null; name: string } | null;
	photos: DraftPhoto[];
	/** The account it was begun under; null: as a guest. */
	as: string | null;
};

/** null where there is none, or where the browser keeps nothing (private mode). */
export async function loadDraft(): Promise<Draft | null> {
	try {
		return (await (await database()).get('drafts', 'report')) ?? null;
	} catch {
		return null;
	}
}

/** Returns whether the browser could keep it. */
export async function saveDraft(draft: Draft): Promise<boolean> {
	try {
		await (await database()).put('drafts', draft, 'report');
		return true;
	} catch {
		return false;
	}
}

export async function clearDraft(): Promise<void> {
	try {
		await (await database()).delete('drafts', 'report');
	} catch {
		// nothing was kept
	}
}

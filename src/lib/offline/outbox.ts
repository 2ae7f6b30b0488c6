import { database } from './database';
import type { Draft, DraftPhoto } from './draft';

/** A report is mended in its draft. */
export type ReportForm = { at: '/reports/new'; draft: Draft };
/** Any other form: its page, which of the forms there, and what was filled in, by field name. */
export type FilledForm = { at: string; name: string; values: Record<string, string> };

/** What waits to be sent. It leaves only after the server has said that it is stored. */
export type Unsent = {
	/** Its place in the queue, given by the database. */
	n: number;
	/** UUIDv7: sending it again is the same report. */
	key: string;
	/** Where it is put; its photos below, by number. */
	to: string;
	/** What is sent, as JSON, besides the photos. */
	fields: Record<string, unknown>;
	photos: DraftPhoto[];
	/** What the list shows. */
	title: string;
	/** The form to mend it in, and what that form goes on from. */
	form: ReportForm | FilledForm;
	/** The account it was written under; null: as a guest, and so it is sent. */
	as: string | null;
	/** By this phone's clock, ms. */
	createdAt: number;
	/**
	 * Under which name the time goes along if it is not now; `occurred_at` where absent. `sentAt`: the
	 * fields have their own time by this phone's clock, and each try says what that clock shows as it
	 * goes. `never`: it says how things are, whenever that was.
	 */
	dated?: 'at' | 'sentAt' | 'never';
	attempts: number;
	nextAt: number;
	/** The server asked to wait until then; nothing but that time ends it. */
	told: boolean;
	/** Nothing overtakes it while it waits: what was in its way is in every way. */
	holds: boolean;
	/** What went wrong last on the way; it will be tried again by itself. */
	trouble: string;
	/** The server said no: it waits for the resident. */
	refusal: { status: number; message: string; fields: Record<string, string> } | null;
	/** The resident has it open in the form. */
	editing: boolean;
	/** The words as first sent: every later try sends the same. */
	body: string | null;
	/** Words that went out before they were mended, with no answer: they may have arrived. */
	earlier: string | null;
	/** A request is under way, until then at the longest (ms); nobody may change what it carries. */
	busyUntil: number;
	/** The server has the words; `earlier`: those from before they were mended. */
	accepted: { link: string; earlier: boolean; said?: string } | null;
	/** How many of the photos it has. */
	photosSent: number;
};

/** What was sent, for the resident to find again: of a guest's report the link is the only way. */
export type Arrived = {
	key: string;
	title: string;
	link: string;
	at: number;
	/** The account that wrote it; null: a guest. */
	as: string | null;
	/** What was mended came too late. */
	earlier: boolean;
	/** What the server answered, where it answers in words. */
	said?: string;
};

const arrivedKept = 60;

/** Everyone who shows the outbox: this page, other tabs, the service worker. */
const channel =
	typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('tongxing-outbox');
const listeners = new Set<() => void>();
const heard = () => listeners.forEach((listener) => listener());
channel?.addEventListener('message', heard);

/** Calls `listener` after each change, in whatever tab; returns how to stop it. */
export function onOutboxChange(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function changed() {
	heard();
	channel?.postMessage(null);
}

/** In the order in which they were queued. */
export const unsent = async (): Promise<Unsent[]> => (await database()).getAll('outbox');

export const unsentCount = async (): Promise<number> => (await database()).count('outbox');

export const findUnsent = async (key: string): Promise<Unsent | undefined> =>
	(await database()).getFromIndex('outbox', 'key', key);

export async function arrivals(): Promise<Arrived[]> {
	const all = await (await database()).getAll('arrived');
	return all.sort((a, b) => b.at - a.at);
}

export const arrivalOf = async (key: string): Promise<Arrived | undefined> =>
	(await database()).get('arrived', key);

const fresh = {
	attempts: 0,
	nextAt: 0,
	told: false,
	holds: false,
	trouble: '',
	refusal: null,
	editing: false,
	body: null,
	earlier: null,
	busyUntil: 0,
	accepted: null,
	photosSent: 0
};

/** What is put in. */
export type New = Pick<
	Unsent,
	'key' | 'to' | 'fields' | 'photos' | 'title' | 'form' | 'as' | 'createdAt' | 'dated'
>;

/** Another report waits under this key, or went out under it. */
export class KeyTaken extends Error {}

/**
 * Puts `item` last, in place of the draft that it comes from: both or neither. One that is being
 * mended is put back instead.
 * @throws KeyTaken; anything else where the browser keeps nothing or is full. Nothing has changed then
 */
export async function enqueue(item: New): Promise<void> {
	const tx = (await database()).transaction(['outbox', 'drafts', 'arrived'], 'readwrite');
	const outbox = tx.objectStore('outbox');
	const before = await outbox.index('key').get(item.key);
	const taken = before ? !before.editing : await tx.objectStore('arrived').get(item.key);
	if (taken) {
		tx.abort();
		await tx.done.catch(() => undefined);
		throw new KeyTaken();
	}
	if (before) void outbox.put({ ...mended(before, item), ...unhindered, nextAt: 0 });
	// without a number the database gives the next one
	else void outbox.add({ ...fresh, ...item } as Unsent);
	if ((await tx.objectStore('drafts').get('report'))?.key === item.key) {
		void tx.objectStore('drafts').delete('report');
	}
	await tx.done;
	changed();
}

/** With other words than those that may have arrived already, which are remembered. */
const mended = (before: Unsent, item: New): Unsent => ({
	...before,
	...item,
	// when it was first written is when it was seen; a step counts from when it was last said
	createdAt: item.dated ? item.createdAt : before.createdAt,
	body: null,
	earlier: before.earlier ?? before.body
});

const unhindered = { refusal: null, trouble: '', editing: false };

/** Keeps what is being mended, so that nothing else is sent whichever way it goes on. */
export const keepMended = (item: New) =>
	change(item.key, (before) => (before.editing ? mended(before, item) : {}));

/** Changes it if it is still there; returns what it then is, undefined when it is gone. */
export async function change(
	key: string,
	how: (item: Unsent) => Partial<Unsent>
): Promise<Unsent | undefined> {
	const tx = (await database()).transaction('outbox', 'readwrite');
	const before = await tx.store.index('key').get(key);
	const after = before && { ...before, ...how(before) };
	if (after) void tx.store.put(after);
	await tx.done;
	if (after) changed();
	return after;
}

/** Returns it once it is held; undefined when it is gone, has arrived, or is on its way just now. */
export async function holdForEditing(key: string, now: number): Promise<Unsent | undefined> {
	const item = await change(key, ({ accepted, busyUntil }) =>
		accepted || busyUntil > now ? {} : { editing: true }
	);
	return item?.editing ? item : undefined;
}

/** Try it again, whatever was in the way; what the server asked to wait still waits. */
export const retry = (key: string) =>
	change(key, ({ told, nextAt }) => ({ ...unhindered, nextAt: told ? nextAt : 0 }));

/** Without the account that wrote it; not once the server has its words under that account. */
export const sendAsGuest = (key: string) =>
	change(key, ({ accepted }) => (accepted ? {} : { ...unhindered, nextAt: 0, as: null }));

export async function remove(key: string): Promise<void> {
	const tx = (await database()).transaction('outbox', 'readwrite');
	const n = await tx.store.index('key').getKey(key);
	if (n !== undefined) void tx.store.delete(n);
	await tx.done;
	changed();
}

/**
 * Puts `item` last, or its words in place of those that wait under its key: for what says how things are and is
 * sent again and again. Returns whether it could; not while the earlier words are on their way.
 */
export async function putLatest(item: New, now: number): Promise<boolean> {
	const tx = (await database()).transaction(['outbox', 'arrived'], 'readwrite');
	const outbox = tx.objectStore('outbox');
	const before = await outbox.index('key').get(item.key);
	const may = !before || (!before.accepted && before.busyUntil <= now);
	if (may) {
		void tx.objectStore('arrived').delete(item.key);
		if (before) void outbox.put({ ...before, ...item, ...unhindered, body: null });
		else void outbox.add({ ...fresh, ...item } as Unsent);
	}
	await tx.done;
	if (may) changed();
	return may;
}

/** The server has all of it: it leaves the outbox and is remembered as arrived, both or neither. */
export async function settle(item: Unsent, at: number): Promise<void> {
	const tx = (await database()).transaction(['outbox', 'arrived'], 'readwrite');
	const arrived = tx.objectStore('arrived');
	void tx.objectStore('outbox').delete(item.n);
	if (item.accepted) {
		const { key, title, as } = item;
		void arrived.put({ key, title, as, at, ...item.accepted });
	}
	const all = (await arrived.getAll()).sort((a, b) => b.at - a.at);
	for (const old of all.slice(arrivedKept)) void arrived.delete(old.key);
	await tx.done;
	changed();
}

/** What `as` wrote and sent is no longer shown to whoever uses this phone next. */
export async function forgetAccount(as: string): Promise<void> {
	const tx = (await database()).transaction(['drafts', 'arrived'], 'readwrite');
	const drafts = tx.objectStore('drafts');
	if ((await drafts.get('report'))?.as === as) void drafts.delete('report');
	const arrived = tx.objectStore('arrived');
	for (const one of await arrived.getAll()) if (one.as === as) void arrived.delete(one.key);
	await tx.done;
	changed();
}

export async function forgetArrival(key: string): Promise<void> {
	await (await database()).delete('arrived', key);
	changed();
}

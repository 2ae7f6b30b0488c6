import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Draft } from './draft';
import type { Arrived, Unsent } from './outbox';

type Kept = DBSchema & {
	drafts: { key: string; value: Draft };
	outbox: { key: number; value: Unsent; indexes: { key: string } };
	arrived: { key: string; value: Arrived };
	/** Photos that another app handed over. */
	shared: { key: number; value: File[] };
};

let opened: Promise<IDBPDatabase<Kept>> | undefined;

/** What this phone keeps; rejects where the browser keeps nothing. */
export function database(): Promise<IDBPDatabase<Kept>> {
	opened ??= openDB<Kept>('tongxing', 2, {
		upgrade(upgraded, from) {
			if (from < 1) upgraded.createObjectStore('drafts');
			if (from >= 2) return;
			const outbox = upgraded.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true });
			outbox.createIndex('key', 'key', { unique: true });
			upgraded.createObjectStore('arrived', { keyPath: 'key' });
			upgraded.createObjectStore('shared', { autoIncrement: true });
		},
		// a newer version of the site is open in another tab and must not wait for this one
		blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
		terminated: () => (opened = undefined)
	});
	opened.catch(() => (opened = undefined));
	return opened;
}

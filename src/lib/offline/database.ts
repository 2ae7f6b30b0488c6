import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Draft } from './draft';
import type { Kept as KeptValue } from './kept';
import type { Arrived, Unsent } from './outbox';

type Kept = DBSchema & {
	drafts: { key: string; value: Draft };
	outbox: { key: number; value: Unsent; indexes: { key: string } };
	arrived: { key: string; value: Arrived };
	/** Photos that another app handed over. */
	shared: { key: number; value: File[] };
	kept: { key: string; value: KeptValue };
};

let opened: Promise<IDBPDatabase<Kept>> | undefined;

/** An older tab may hold the database shut for as long as it likes. */
const patience = 4_000;

/** What this phone keeps; rejects where the browser keeps nothing. */
export function database(): Promise<IDBPDatabase<Kept>> {
	opened ??= Promise.race([open(), late()]);
	opened.catch(() => (opened = undefined));
	return opened;
}

const late = () =>
	new Promise<never>((_, reject) => {
		setTimeout(() => reject(new Error('the database does not open')), patience);
	});

function open(): Promise<IDBPDatabase<Kept>> {
	return openDB<Kept>('tongxing', 3, {
		upgrade(upgraded, from) {
			if (from < 1) upgraded.createObjectStore('drafts');
			if (from < 3) upgraded.createObjectStore('kept');
			if (from >= 2) return;
			const outbox = upgraded.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true });
			outbox.createIndex('key', 'key', { unique: true });
			upgraded.createObjectStore('arrived', { keyPath: 'key' });
			upgraded.createObjectStore('shared', { autoIncrement: true });
		},
		// a newer version of the site is open in another tab and must not wait for this one
		blocking: (_from, _to, event) => {
			opened = undefined;
			(event.target as IDBDatabase).close();
		},
		terminated: () => (opened = undefined)
	});
}

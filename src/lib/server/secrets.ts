import { randomBytes } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	writeSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import webPush from 'web-push';
import type { Config } from './config';

/** `id` is a number from 2 on; the first key of each kind has none and counts as 1. */
export type LaterKey = { readonly id: number; readonly key: Buffer; readonly at: number };

export type Secrets = {
	readonly secretKey: Buffer;
	/** The first key of sealing; null once nothing is sealed by it any more. */
	readonly sealKey: Buffer | null;
	/** Keys that came after the first, the newest last. */
	readonly laterSealKeys: readonly LaterKey[];
	readonly laterIndexKeys: readonly LaterKey[];
	/** A rotation was begun and is not done: values under older keys are still about. */
	readonly rotating: boolean;
	/** Of Web Push, base64url. */
	readonly vapid: { readonly publicKey: string; readonly privateKey: string };
};
const secretNames = ['SECRET_KEY', 'SEAL_KEY', 'VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'] as const;
type Keys = Record<(typeof secretNames)[number], string>;
type Later = { id: number; key: string; at: number };
type Kept = Partial<Keys> & { SEAL_KEYS?: Later[]; INDEX_KEYS?: Later[]; ROTATING?: true };
type Settings = Pick<Config, 'DATA_DIR' | (typeof secretNames)[number]>;

const fileIn = ({ DATA_DIR }: Pick<Config, 'DATA_DIR'>) => join(DATA_DIR, 'secrets.json');
const keptIn = (path: string): Kept =>
	existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};

/** The keys, from settings or from DATA_DIR/secrets.json, where they are made on first start. */
export function readSecrets(config: Settings): Secrets {
	const path = fileIn(config);
	const kept = keptIn(path);
	const rotated = (kept.SEAL_KEYS?.length ?? 0) > 0;
	const missing = secretNames.filter(
		(name) => !config[name] && !kept[name] && !(name === 'SEAL_KEY' && rotated)
	);
	if (missing.length > 0) {
		const made = makeKeys();
		for (const name of missing) kept[name] = made[name];
		write(path, kept);
	}
	const key = (name: keyof Keys) => config[name] || kept[name] || '';
	const first = key('SEAL_KEY');
	return {
		secretKey: Buffer.from(key('SECRET_KEY'), 'hex'),
		sealKey: first === '' ? null : Buffer.from(first, 'hex'),
		laterSealKeys: (kept.SEAL_KEYS ?? []).map(later),
		laterIndexKeys: (kept.INDEX_KEYS ?? []).map(later),
		rotating: kept.ROTATING === true,
		vapid: { publicKey: key('VAPID_PUBLIC_KEY'), privateKey: key('VAPID_PRIVATE_KEY') }
	};
}

/** Puts a new key of each kind beside the old ones; those of a rotation that was broken off stay. */
export function beginRotation(config: Settings, at: number): Secrets {
	readSecrets(config);
	const path = fileIn(config);
	const kept = keptIn(path);
	if (!kept.ROTATING) {
		const next = (keys: readonly Later[] = []) => [
			...keys,
			{ id: (keys.at(-1)?.id ?? 1) + 1, key: randomBytes(32).toString('hex'), at }
		];
		write(path, {
			...kept,
			SEAL_KEYS: next(kept.SEAL_KEYS),
			INDEX_KEYS: next(kept.INDEX_KEYS),
			ROTATING: true
		});
	}
	return readSecrets(config);
}

/** Drops the old keys. To be called only when nothing is left under them. */
export function endRotation(config: Settings): void {
	const path = fileIn(config);
	const kept = keptIn(path);
	delete kept.SEAL_KEY;
	delete kept.ROTATING;
	const newest = (keys: readonly Later[] = []) => keys.slice(-1);
	write(path, {
		...kept,
		SEAL_KEYS: newest(kept.SEAL_KEYS),
		INDEX_KEYS: newest(kept.INDEX_KEYS)
	});
}

const later = ({ id, key, at }: Later): LaterKey => ({ id, key: Buffer.from(key, 'hex'), at });

// beside and then in its place: half a file would lose the keys that were there
function write(path: string, kept: Kept): void {
	mkdirSync(dirname(path), { recursive: true });
	const file = openSync(`${path}.new`, 'w', 0o600);
	writeSync(file, JSON.stringify(kept));
	fsyncSync(file);
	closeSync(file);
	renameSync(`${path}.new`, path);
}

function makeKeys(): Keys {
	const { publicKey, privateKey } = webPush.generateVAPIDKeys();
	return {
		SECRET_KEY: randomBytes(32).toString('hex'),
		SEAL_KEY: randomBytes(32).toString('hex'),
		VAPID_PUBLIC_KEY: publicKey,
		VAPID_PRIVATE_KEY: privateKey
	};
}

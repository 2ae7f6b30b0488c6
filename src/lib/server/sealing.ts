import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Secrets } from './secrets';

/** Keeps personal data readable only through `open`, and findable only through `index`. */
export type Sealing = ReturnType<typeof sealing>;

type Ring = Pick<Secrets, 'secretKey' | 'sealKey'> &
	Partial<Pick<Secrets, 'laterSealKeys' | 'laterIndexKeys' | 'rotating'>>;

/** What is found by its index in the database, and so has keys of its own that can be changed. */
const rotated: readonly string[] = ['phone'];

export function sealing({
	secretKey,
	sealKey,
	laterSealKeys = [],
	laterIndexKeys = [],
	rotating = false
}: Ring) {
	const keys = new Map(laterSealKeys.map(({ id, key }) => [id, key]));
	if (sealKey) keys.set(1, sealKey);
	const newest = laterSealKeys.at(-1)?.id ?? 1;
	const indexKeys = [secretKey, ...laterIndexKeys.map(({ key }) => key)].reverse();
	const hmac = (key: Buffer, purpose: string, value: string) =>
		createHmac('sha256', key).update(`${purpose}\0${value}`).digest('base64url');
	const keyOf = (id: number): Buffer => {
		const key = keys.get(id);
		if (!key) throw new Error(`there is no key ${id} to open this with`);
		return key;
	};

	return {
		/** The key that `seal` uses now, and whether a change of keys was begun and is not done. */
		newest,
		rotating,

		/**
		 * AES-256-GCM; base64url of 12 bytes nonce, 16 bytes tag, text. From the second key on its number
		 * and a dot stand before it.
		 */
		seal(plain: string): string {
			const nonce = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', keyOf(newest), nonce);
			const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
			const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
			return newest === 1 ? sealed : `${newest}.${sealed}`;
		},
		open(sealed: string): string {
			const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64url');
			const decipher = createDecipheriv(
				'aes-256-gcm',
				keyOf(sealedBy(sealed)),
				bytes.subarray(0, 12)
			);
			decipher.setAuthTag(bytes.subarray(12, 28));
			return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
		},
		/** The number of the key that a value is sealed by. */
		sealedBy,
		/** The same for the same `purpose` and `value`, and of no use without the key. */
		index: (purpose: string, value: string): string =>
			hmac(rotated.includes(purpose) ? indexKeys[0]! : secretKey, purpose, value),
		/** All under which it may stand in the database, the newest first: more than one while keys change. */
		indexes: (purpose: string, value: string): string[] =>
			(rotated.includes(purpose) ? indexKeys.slice(0, rotating ? undefined : 1) : [secretKey]).map(
				(key) => hmac(key, purpose, value)
			)
	};
}

function sealedBy(sealed: string): number {
	const dot = sealed.indexOf('.');
	return dot < 0 ? 1 : Number(sealed.slice(0, dot));
}

export function sha256(value: string | Uint8Array): string {
	return createHash('sha256').update(value).digest('hex');
}

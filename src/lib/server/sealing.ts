import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Secrets } from './config';

/** Keeps personal data readable only through `open`, and findable only through `index`. */
export type Sealing = ReturnType<typeof sealing>;

export function sealing({ secretKey, sealKey }: Pick<Secrets, 'secretKey' | 'sealKey'>) {
	return {
		/** AES-256-GCM; base64url of 12 bytes nonce, 16 bytes tag, text. */
		seal(plain: string): string {
			const nonce = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
			const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
			return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
		},
		open(sealed: string): string {
			const bytes = Buffer.from(sealed, 'base64url');
			const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12));
			decipher.setAuthTag(bytes.subarray(12, 28));
			return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
		},
		/** The same for the same `purpose` and `value`, and of no use without the key. */
		index(purpose: string, value: string): string {
			return createHmac('sha256', secretKey).update(`${purpose}\0${value}`).digest('base64url');
		}
	};
}

export function sha256(value: string | Uint8Array): string {
	return createHash('sha256').update(value).digest('hex');
}

import JsSha1 from 'jssha/sha1';
import { base32 } from 'rfc4648';
import { numberLastsMs } from './number-time';

const digits = 6;

/**
 * The six digits that the lead's phone shows at `at`, from the secret in base32 (RFC 4226, 5.3, and
 * RFC 6238). Not by what `accounts/totp.ts` uses: that counts in BigInt, which Safari 13 has not.
 */
export function numberAt(secret: string, at: number): string {
	const key = base32.parse(secret, { loose: true });
	const hmac = new JsSha1('SHA-1', 'UINT8ARRAY', {
		hmacKey: { value: key, format: 'UINT8ARRAY' }
	});
	const hash = hmac.update(eightBytes(Math.floor(at / numberLastsMs))).getHash('UINT8ARRAY');
	const from = hash[hash.length - 1]! & 0xf;
	const word = new DataView(hash.buffer, hash.byteOffset).getUint32(from) & 0x7fffffff;
	return String(word % 10 ** digits).padStart(digits, '0');
}

/** As an unsigned number, the highest byte first; below 2³², which steps reach in the year 6053. */
function eightBytes(value: number): Uint8Array {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setUint32(4, value);
	return bytes;
}

import { codeAt, keyFrom } from '../accounts/totp';

/** The six digits that the lead's phone shows at `at`, from the secret in base32. */
export const numberAt = (secret: string, at: number): string => codeAt(keyFrom(secret), at);

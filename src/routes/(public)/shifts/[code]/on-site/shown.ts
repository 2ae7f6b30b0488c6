import { qrPath, type QrPath } from '$lib/components/qr';
import { checkInAddress } from '$lib/volunteering/check-in-address';
import { numberAt } from '$lib/volunteering/number';

export type Shown = { digits: string; qr: QrPath };

/** What the lead's phone shows at `at`, by the server's clock. */
export function shownAt(origin: string, code: string, secret: string, at: number): Shown {
	const digits = numberAt(secret, at);
	return { digits, qr: qrPath(checkInAddress(origin, code, digits)) };
}

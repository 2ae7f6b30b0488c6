import { qrPath, type QrPath } from '$lib/components/qr';
import { checkInAddress } from '$lib/volunteering/check-in-address';

export type Shown = { digits: string; qr: QrPath };

/** What volunteers scan while the number is `digits`. */
export const qrOf = (origin: string, code: string, digits: string): QrPath =>
	qrPath(checkInAddress(origin, code, digits));

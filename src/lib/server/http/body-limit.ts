import { maxPhotoBytes, maxPhotos } from '../../reports/forms';
import { Refusal } from '../refusal';

const kilobyte = 1024;

/** The largest body that each kind of address takes, bytes; the first that matches counts. */
const limits: readonly (readonly [RegExp, number])[] = [
	[/^\/api\/reports\/[^/]+\/photos\//, maxPhotoBytes],
	[/^\/api\//, 16 * kilobyte],
	[/^\/reports\/new$/, maxPhotos * maxPhotoBytes + 64 * kilobyte],
	[/^\/(unit|check)\/[^/]+$/, maxPhotos * maxPhotoBytes + 64 * kilobyte],
	[/^\/admin\/(places|units|duties)/, 8 * kilobyte * kilobyte],
	[/^/, 256 * kilobyte]
];

/**
 * Judges a body by what it says of itself, before a byte of it is read.
 * @throws Refusal('lengthless'), Refusal('too_large')
 */
export function checkBodySize(request: Request, url: URL): void {
	if (request.method === 'GET' || request.method === 'HEAD' || !request.body) return;
	const length = request.headers.get('content-length');
	if (length === null) throw new Refusal('lengthless', '请求没有说明内容的长度');
	const [, limit] = limits.find(([path]) => path.test(url.pathname))!;
	if (Number(length) > limit) {
		throw new Refusal('too_large', `内容太大，最多 ${Math.floor(limit / kilobyte)} KB`);
	}
}

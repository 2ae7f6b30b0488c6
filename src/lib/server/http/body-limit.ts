import { error } from '@sveltejs/kit';
import { maxPhotoBytes, maxPhotos } from '../../reports/forms';

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

/** Refuses a body that is too large by what it says of itself, before a byte of it is read. */
export function checkBodySize(request: Request, url: URL): void {
	if (request.method === 'GET' || request.method === 'HEAD' || !request.body) return;
	const length = request.headers.get('content-length');
	if (length === null) error(411, '请求没有说明长度');
	const [, limit] = limits.find(([path]) => path.test(url.pathname))!;
	if (Number(length) > limit) {
		error(413, `内容太大，最多 ${Math.floor(limit / kilobyte)} KB`);
	}
}

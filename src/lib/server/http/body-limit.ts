import { maxPhotoBytes, maxPhotos } from '../../reports/forms';
import { photosEach } from '../../reports/support';
import { mostVideoBytes } from '../posters/videos';
import { Refusal } from '../refusal';

const kilobyte = 1024;
const form = 256 * kilobyte;
const withPhotos = maxPhotos * maxPhotoBytes + 64 * kilobyte;

/** The largest body that each route takes, bytes; forms with files only as multipart. */
const limits: readonly (readonly [route: RegExp, limit: number, multipartOnly?: true])[] = [
	[/^\/api\/reports\/\[key\]\/photos\//, maxPhotoBytes],
	[/^\/api\/cases\/\[code\]\/\[action\]\/\[key\]\/photos\//, maxPhotoBytes],
	[/^\/api\/shifts\/\[code\]\/team-photo$/, maxPhotoBytes],
	[/^\/api\/shifts\//, 4 * kilobyte],
	[/^\/api\//, 16 * kilobyte],
	[/^\/\(public\)\/reports\/new(\/shared)?$/, withPhotos, true],
	[/^\/\(public\)\/reports\/\[code\]$/, photosEach * maxPhotoBytes + 64 * kilobyte, true],
	[/^\/\(public\)\/shifts\/\[code\]\/on-site$/, maxPhotoBytes + 64 * kilobyte, true],
	[/^\/\(staff\)\/(unit|check)\/\[code\]$/, withPhotos, true],
	[/^\/\(staff\)\/admin\/posters\/\[slug\]\/media$/, mostVideoBytes + 64 * kilobyte, true],
	[/^\/\(staff\)\/admin\/posters\/sites\/\[code\]$/, maxPhotoBytes + 64 * kilobyte, true],
	[
		/^\/\(staff\)\/admin\/(places|units|duties|quiz|surveys(\/\[slug\])?)$/,
		8 * kilobyte * kilobyte,
		true
	]
];

/**
 * Judges a body by what it says of itself, before a byte of it is read.
 * @throws Refusal('lengthless'), Refusal('too_large')
 */
export function checkBodySize(request: Request, route: string): void {
	if (request.method === 'GET' || request.method === 'HEAD' || !request.body) return;
	const length = request.headers.get('content-length');
	if (length === null) throw new Refusal('lengthless', '请求没有说明内容的长度');
	const limit = limitFor(route, request.headers.get('content-type') ?? '');
	if (Number(length) > limit) {
		throw new Refusal('too_large', `内容太大，最多 ${inWords(limit)}`);
	}
}

function limitFor(route: string, type: string): number {
	const [, limit, multipartOnly] = limits.find(([pattern]) => pattern.test(route)) ?? [null, form];
	return multipartOnly && !type.startsWith('multipart/form-data') ? form : limit;
}

function inWords(bytes: number): string {
	const megabytes = Math.floor(bytes / kilobyte / kilobyte);
	return megabytes >= 10 ? `${megabytes} MB` : `${Math.floor(bytes / kilobyte)} KB`;
}

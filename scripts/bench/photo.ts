import sharp from 'sharp';
import { uuidv7 } from 'uuidv7';
import { decodePhoto } from '../../src/lib/server/photos/images';
import { jpegPhoto } from '../../tests/support/pictures';
import { alternate, median, ratio, timeOf } from './rounds';
import { ms, times, type Line } from './table';
import { fromSomewhere, townOf } from './towns';

const [width, height] = [1600, 1200];
const rounds = 9;

export async function photo(): Promise<Line[]> {
	const { origin } = await townOf(400);
	// another one each time: what is stored already is not written again
	const pictures: Buffer[] = [];
	for (let n = 0; n <= rounds; n++) pictures.push(await jpegPhoto(width, height, n + 1));
	const bytes = pictures[0]!;

	const send = async () => {
		const report = `${origin}/api/reports/${uuidv7()}`;
		await put(report, JSON.stringify(newReport), 'application/json');
		const picture = new Uint8Array(pictures.pop()!);
		return timeOf(() => put(`${report}/photos/0`, picture, 'image/jpeg'));
	};
	await Promise.all([encodeAlone(bytes), decodePhoto(bytes), send()]);
	const { alone, decoded, sent } = await alternate(
		{
			alone: () => timeOf(() => encodeAlone(bytes)),
			decoded: () => timeOf(() => decodePhoto(bytes)),
			sent: send
		},
		rounds
	);
	return [
		{
			what: `sharp alone, ${width} × ${height}, ${Math.round(bytes.length / 1000)} KB`,
			figure: ms(median(alone))
		},
		{
			what: 'decodePhoto',
			figure: ms(median(decoded)),
			against: `sharp alone: ${times(ratio(decoded, alone))}`
		},
		{
			what: 'PUT /api/reports/{key}/photos/0',
			figure: ms(median(sent)),
			against: `sharp alone: ${times(ratio(sent, alone))}`
		}
	];
}

const newReport = {
	category: 'sanitation.exposed_garbage',
	lat: 35.5815,
	lng: 118.836,
	photos: 1
};

/** The same two pictures that decodePhoto makes, without checks and hashes. */
async function encodeAlone(bytes: Buffer): Promise<void> {
	const jpeg = await sharp(bytes)
		.autoOrient()
		.resize(1600, 1600, { fit: 'inside', withoutEnlargement: true })
		.jpeg({ quality: 80 })
		.toBuffer();
	await sharp(jpeg).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
}

async function put(url: string, body: BodyInit, type: string): Promise<void> {
	const headers = { 'content-type': type, ...fromSomewhere() };
	const { status } = await fetch(url, { method: 'PUT', body, headers });
	if (status !== 201) throw new Error(`${url}: ${status}`);
}

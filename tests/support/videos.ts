const u32 = (...values: number[]) => {
	const bytes = Buffer.alloc(values.length * 4);
	values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
	return bytes;
};

export const box = (type: string, ...parts: (Buffer | string)[]) => {
	const body = Buffer.concat(parts.map((part) => Buffer.from(part as Buffer)));
	return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};

const filmedAt = u32(0xe5a1b2c3, 0xe5a1b2c4);
const head = u32(0);

type Track = { kind: string; sample: Buffer; coding?: string; more?: Buffer[] };

/** What phones write beside picture and sound: where, and with what. */
export const place = '+35.5810+118.8360+012.000/';
export const device = 'Phone of Somebody 14 Pro';
const xyz = box('\u00a9xyz', u32(place.length << 16), place);
const keys = box('keys', u32(0, 1), box('mdta', 'com.apple.quicktime.location.ISO6709'));
const ilst = box('ilst', box('\0\0\0\x01', box('data', u32(1, 0), place)));

/**
 * A small MP4 of one chunk for each track, laid out as a phone does: `moov` behind `mdat`, and all that
 * tells of place and device, in `udta`, `meta` and `uuid`, and in a track of positions.
 */
export function phoneVideo(picture = Buffer.alloc(1000, 0x65), tracks?: Track[]) {
	const all: Track[] = tracks ?? [
		{ kind: 'vide', sample: picture, more: [box('udta', box('name', device))] },
		{ kind: 'soun', sample: Buffer.alloc(300, 0x66) },
		{ kind: 'meta', sample: Buffer.from(`where: ${place}`) }
	];
	const ftyp = box('ftyp', 'mp42', u32(0), 'mp42isom');
	const mdat = box('mdat', ...all.map(({ sample }) => sample));
	let offset = ftyp.length + 8;
	const traks = all.map(({ kind, sample, coding = 'avc1', more = [] }, i) => {
		const stbl = box(
			'stbl',
			box('stsd', head, u32(1), box(coding, Buffer.alloc(78))),
			box('stts', head, u32(1, 1, 1)),
			box('stsz', head, u32(0, 1, sample.length)),
			box('stsc', head, u32(1, 1, 1, 1)),
			box('stco', head, u32(1, offset))
		);
		offset += sample.length;
		const dinf = box('dinf', box('dref', head, u32(0)));
		const minf = box('minf', kind === 'vide' ? box('vmhd', head, u32(0, 0)) : dinf, stbl);
		const mdhd = box('mdhd', head, filmedAt, u32(1000, 40, 0));
		const mdia = box('mdia', mdhd, box('hdlr', head, u32(0), kind, u32(0, 0, 0)), minf);
		return box('trak', box('tkhd', head, filmedAt, u32(i + 1)), mdia, ...more);
	});
	const moov = box(
		'moov',
		box('mvhd', head, filmedAt, u32(1000, 40)),
		...traks,
		box('udta', xyz, box('\u00a9mod', device)),
		box('meta', keys, ilst)
	);
	return Buffer.concat([ftyp, mdat, moov, box('uuid', `<x:xmpmeta>${place}</x:xmpmeta>`)]);
}

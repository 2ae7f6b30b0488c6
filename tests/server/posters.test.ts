import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { guest, type Actor } from '../../src/lib/accounts/roles';
import type { PosterForm } from '../../src/lib/posters/forms';
import { addDays, dayMs, dayOf } from '../../src/lib/time/shanghai';
import { auditOf } from '../../src/lib/server/audit/record';
import type { Db } from '../../src/lib/server/db';
import { filePart } from '../../src/lib/server/http/file-part';
import { decodePhoto } from '../../src/lib/server/photos/images';
import { diskStore } from '../../src/lib/server/photos/store';
import { readCaptions } from '../../src/lib/server/posters/captions';
import * as posters from '../../src/lib/server/posters/commands';
import {
	getPoster,
	historyOf,
	picturesNamed,
	plannedPosters,
	readsOf,
	readsOfAll,
	shownPoster,
	shownPosters,
	shownThemes,
	videosNamed
} from '../../src/lib/server/posters/queries';
import { countRead } from '../../src/lib/server/posters/reads';
import { shareSize, sharePictureOf } from '../../src/lib/server/posters/share';
import { posterHtml } from '../../src/lib/server/posters/text';
import {
	addTheme,
	changeTheme,
	listThemes,
	plantThemes
} from '../../src/lib/server/posters/themes';
import { mostVideoBytes, videoStore } from '../../src/lib/server/posters/videos';
import { removeStrayPictures } from '../../src/lib/server/reports/commands/retention';
import {
	addSite,
	changeSite,
	checkSite,
	checksOf,
	getSite,
	siteCoverage
} from '../../src/lib/server/posters/sites';
import { activeUnits } from '../../src/lib/server/places/queries';
import { getReport } from '../../src/lib/server/reports/queries/casework';
import { suggestedUnit } from '../../src/lib/server/reports/suggested-unit';
import { freshDatabase, freshTown } from '../support/database';
import { account, inTown, monday, submitted } from '../support/factories';
import { jpegPhoto } from '../support/pictures';
import { box, device, phoneVideo, place } from '../support/videos';

const today = dayOf(monday);
let db: Db;
let editor: Actor;
let colleague: Actor;
let themeId: number;

beforeEach(async () => {
	db = await freshDatabase();
	editor = await account(db, 'editor');
	colleague = await account(db, 'moderator');
	await plantThemes(db, monday);
	themeId = (await listThemes(db))[0]!.id;
});

const words = (more: Partial<PosterForm> = {}): PosterForm => ({
	title: '光盘行动',
	themeId,
	summary: '吃多少，点多少',
	body: '不剩饭。',
	pictureAlt: '',
	fromDay: today,
	untilDay: addDays(today, 6),
	...more
});
const step = (
	actor: Actor,
	slug: string,
	action: 'submit' | 'approve' | 'return' | 'retire' | 'revive'
) => posters.stepPoster(db, actor, slug, { action, note: '原因' }, monday);

async function published(more: Partial<PosterForm> = {}): Promise<string> {
	const slug = await posters.addPoster(db, editor, words(more), monday);
	await step(editor, slug, 'submit');
	await step(colleague, slug, 'approve');
	return slug;
}

describe('words in Markdown', () => {
	it('become headings, lists and links', () => {
		expect(posterHtml('# 一\n\n- **二**\n\n[三](https://example.org)')).toBe(
			'<h2>一</h2>\n<ul>\n<li><strong>二</strong></li>\n</ul>\n<p><a href="https://example.org">三</a></p>\n'
		);
	});

	it.each([
		'<script>alert(1)</script>好',
		'<img src=x onerror=alert(1)>好',
		'[好](javascript:alert(1))',
		'[好](data:text/html,x)',
		'<a href="//elsewhere.example" onclick="x()" style="position:fixed">好</a>',
		'<iframe src="https://example.org"></iframe>好',
		'<svg><script>alert(1)</script></svg>好',
		'![好](https://example.org/track.png)好',
		'<style>body{display:none}</style>好',
		'<form action="/logout" method="post"><button>好</button></form>'
	])('with what runs, loads or dresses up are cleaned: %s', (body) => {
		const html = posterHtml(body);
		expect(html).not.toMatch(
			/script|onerror|onclick|javascript:|data:|iframe|<img|style|elsewhere|<form|<svg|<button/
		);
		expect(html).toContain('好');
	});
});

describe('a poster', () => {
	it('is published by a second pair of eyes alone, and its history says whose', async () => {
		const slug = await posters.addPoster(db, editor, words(), monday);
		await step(editor, slug, 'submit');
		await expect(step(editor, slug, 'approve')).rejects.toMatchObject({
			reason: 'conflict',
			message: expect.stringMatching(/另一位同事/)
		});
		expect(await shownPosters(db, today, { most: 9 })).toEqual([]);
		await step(colleague, slug, 'approve');
		expect(await shownPosters(db, today, { most: 9 })).toMatchObject([{ slug }]);
		const { id } = await getPoster(db, slug);
		expect((await historyOf(db, id)).map(({ action, name }) => [action, name])).toEqual([
			['approve', 'moderator'],
			['submit', 'editor'],
			['write', 'editor']
		]);
		expect((await auditOf(db, `poster:${id}`)).map(({ action }) => action)).toEqual([
			'add_poster',
			'poster_submit',
			'poster_approve'
		]);
	});

	it('is not published by whoever wrote a word of it, even when another sent it', async () => {
		const slug = await posters.addPoster(db, editor, words(), monday);
		await posters.changePoster(db, colleague, slug, words({ title: '改过' }), monday);
		await step(editor, slug, 'submit');
		await expect(step(colleague, slug, 'approve')).rejects.toMatchObject({ reason: 'conflict' });
		await step(await account(db, 'supervisor'), slug, 'approve');
		expect((await getPoster(db, slug)).state).toBe('published');
	});

	it('can be written as a draft alone', async () => {
		const slug = await published();
		await expect(posters.changePoster(db, editor, slug, words(), monday)).rejects.toMatchObject({
			reason: 'conflict'
		});
		await step(colleague, slug, 'retire');
		await expect(shownPoster(db, slug, today)).rejects.toMatchObject({ reason: 'missing' });
		await step(editor, slug, 'revive');
		await posters.changePoster(db, editor, slug, words({ title: '再来' }), monday);
		expect(await getPoster(db, slug)).toMatchObject({ state: 'draft', title: '再来' });
	});

	it('is nobody’s but the editor’s and the office’s', async () => {
		const unit: Actor = { ...guest, accountId: 1, role: 'unit_handler' };
		await expect(posters.addPoster(db, unit, words(), monday)).rejects.toMatchObject({
			reason: 'forbidden'
		});
	});

	it('with a picture has words for it, and with a video a picture, before it is looked at', async () => {
		const slug = await posters.addPoster(db, editor, words(), monday);
		await posters.setVideo(db, editor, slug, `${'a'.repeat(64)}.mp4`, monday);
		await expect(step(editor, slug, 'submit')).rejects.toMatchObject({
			message: '有视频的海报要有一张封面图'
		});
		await posters.setPicture(db, editor, slug, 'b'.repeat(64), monday);
		await expect(step(editor, slug, 'submit')).rejects.toMatchObject({
			fields: { pictureAlt: expect.any(String) }
		});
		await posters.changePoster(db, editor, slug, words({ pictureAlt: '一只空盘子' }), monday);
		await step(editor, slug, 'submit');
	});
});

describe('the days of a poster', () => {
	it('are those on which residents see it, the first and the last included', async () => {
		const slug = await published({ fromDay: '2026-01-10', untilDay: '2026-01-12' });
		const seen = async (day: string) => (await shownPosters(db, day, { most: 9 })).length;
		expect(
			await Promise.all(['2026-01-09', '2026-01-10', '2026-01-12', '2026-01-13'].map(seen))
		).toEqual([0, 1, 1, 0]);
		await expect(shownPoster(db, slug, '2026-01-09')).rejects.toThrow('还没有到展示的日子');
		await expect(shownPoster(db, slug, '2026-01-13')).rejects.toThrow('展示期已经过了');
	});

	it('are found by month also while it waits, by theme when it is shown', async () => {
		const draft = await posters.addPoster(db, editor, words(), monday);
		const slug = await published();
		const planned = await plannedPosters(db, '2026-01-01', '2026-01-31');
		expect(planned.map((poster) => [poster.slug, poster.state]).sort()).toEqual(
			[
				[draft, 'draft'],
				[slug, 'published']
			].sort()
		);
		expect(await shownThemes(db, today)).toHaveLength(1);
		expect(await shownPosters(db, today, { themeId: themeId + 1, most: 9 })).toEqual([]);
	});
});

describe('themes', () => {
	it('come with the house once, and are the town’s own from then on', async () => {
		const before = (await listThemes(db)).length;
		await plantThemes(db, monday);
		expect(await listThemes(db)).toHaveLength(before);
		const id = await addTheme(db, editor, '家风家训', monday);
		await expect(addTheme(db, editor, '家风家训', monday)).rejects.toMatchObject({
			fields: { name: '已经有这个主题' }
		});
		await changeTheme(db, editor, { id, name: '家风家训', active: false }, monday);
		await expect(
			posters.addPoster(db, editor, words({ themeId: id }), monday)
		).rejects.toMatchObject({ fields: { themeId: '请选择在用的主题' } });
	});
});

describe('reading', () => {
	it('is counted once a day for each, and leaves no trace of who', async () => {
		const { id } = await getPoster(db, await published());
		const read = (visitor: string, at: number) => countRead(db, id, visitor, at);
		await read('10.0.0.1 phone', monday);
		await read('10.0.0.1 phone', monday + 1000);
		await read('10.0.0.2 phone', monday);
		expect(await readsOf(db, id, today)).toEqual([{ day: today, many: 2 }]);
		const stored = JSON.stringify(await db.values(sql`SELECT * FROM poster_marks`));
		expect(stored).not.toContain('10.0.0');

		const salts = () => db.values(sql`SELECT salt FROM poster_salts`);
		const [first] = await salts();
		await read('10.0.0.1 phone', monday + dayMs);
		const [second] = await salts();
		expect(await salts()).toHaveLength(1);
		expect(second).not.toEqual(first);
		expect(await db.values(sql`SELECT DISTINCT day FROM poster_marks`)).toEqual([
			[dayOf(monday + dayMs)]
		]);
		expect((await readsOfAll(db, [id])).get(id)).toBe(3);
	});

	it('of one poster is not that of another', async () => {
		const [one, other] = [
			await getPoster(db, await published()),
			await getPoster(db, await published())
		];
		await countRead(db, one.id, 'someone', monday);
		await countRead(db, other.id, 'someone', monday);
		expect([...(await readsOfAll(db, [one.id, other.id])).values()]).toEqual([1, 1]);
	});
});

/** Of the last box of this type, or of the last table of offsets. */
function withLength(video: Buffer, type: string, length: number): Buffer {
	video.writeUInt32BE(length, video.lastIndexOf(type) - 4);
	return video;
}
function withOffset(video: Buffer, offset: number): Buffer {
	video.writeUInt32BE(offset, video.lastIndexOf('stco') + 12);
	return video;
}

describe('a video', () => {
	const folder = () => join(mkdtempSync(join(tmpdir(), 'tongxing-videos-')), 'videos');
	const mp4 = phoneVideo();
	async function* pieces(...of: Buffer[]) {
		yield* of;
	}

	it('is kept by what is in it, and read in part', async () => {
		const store = videoStore(folder());
		const name = await store.take(pieces(mp4.subarray(0, 5), mp4.subarray(5)));
		expect(name).toMatch(/^[0-9a-f]{64}\.mp4$/);
		expect(await store.about(name)).toEqual({ size: mp4.length, type: 'video/mp4' });
		const read: Buffer[] = [];
		for await (const piece of store.read(name, 4, 11)) read.push(piece as Buffer);
		expect(Buffer.concat(read).toString()).toBe('ftypmp42');
	});

	const asKept = async (bytes: Buffer, ...cuts: number[]) => {
		const store = videoStore(folder());
		const ends = [...cuts, bytes.length];
		const name = await store.take(
			pieces(...ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)))
		);
		const read: Buffer[] = [];
		for await (const piece of store.read(name, 0, bytes.length - 1)) read.push(piece as Buffer);
		return Buffer.concat(read);
	};

	it('tells no longer where, when and with what it was taken, and plays as before', async () => {
		const picture = randomBytes(5000);
		const bytes = phoneVideo(picture);
		expect(bytes.includes(place) && bytes.includes(device)).toBe(true);
		const kept = await asKept(bytes, 70, 3000);
		for (const told of [place, device, 'quicktime.location', 'xmpmeta', '\u00a9xyz', 'where:']) {
			expect(kept.includes(Buffer.from(told, 'latin1')), told).toBe(false);
		}
		expect(kept.includes(Buffer.from('e5a1b2c3', 'hex'))).toBe(false);
		// offsets stay: what is played lies where the tables say
		expect(kept.length).toBe(bytes.length);
		expect(kept.indexOf(picture)).toBe(bytes.indexOf(picture));
		const table = (of: Buffer) => of.subarray(of.indexOf('stco'), of.indexOf('stco') + 16);
		expect(table(kept)).toEqual(table(bytes));
		const many = (of: Buffer, type: string) => of.toString('latin1').split(type).length - 1;
		expect(['trak', 'vide', 'soun', 'free'].map((type) => many(kept, type))).toEqual([2, 1, 1, 5]);
		// and once clean it is what it is
		expect(await asKept(kept)).toEqual(kept);
	});

	it.each([
		['cut off', phoneVideo().subarray(0, 900), /坏的/],
		['of nothing to play', Buffer.concat([phoneVideo().subarray(0, 24), box('mdat')]), /坏的/],
		['with a box that goes on behind its end', withLength(phoneVideo(), 'udta', 9999), /坏的/],
		['with a box that has no room for its head', withLength(phoneVideo(), 'udta', 4), /坏的/],
		['that sends beyond its end', withOffset(phoneVideo(), 0xfffffff0), /坏的/],
		[
			'without a picture',
			phoneVideo(undefined, [{ kind: 'soun', sample: Buffer.alloc(300, 6) }]),
			/没有画面/
		],
		[
			'in a coding that many phones do not show',
			phoneVideo(undefined, [{ kind: 'vide', sample: Buffer.alloc(300, 6), coding: 'hvc1' }]),
			/H\.264/
		],
		[
			'in pieces with more than picture and sound',
			Buffer.concat([phoneVideo(), box('moof', box('mfhd', Buffer.alloc(8)))]),
			/画面和声音以外/
		]
	])('%s is refused, and nothing of it is left', async (_, bytes, message) => {
		const directory = folder();
		await expect(videoStore(directory).take(pieces(bytes))).rejects.toMatchObject({
			reason: 'invalid',
			fields: { video: expect.stringMatching(message) }
		});
		expect(readdirSync(directory)).toEqual(['incoming']);
		expect(readdirSync(join(directory, 'incoming'))).toEqual([]);
	});

	it('of 200 MB is refused long before its end, and nothing of it is left', async () => {
		const directory = folder();
		let sent = 0;
		async function* endless() {
			yield mp4;
			const piece = Buffer.alloc(1024 * 1024);
			for (; sent < 200; sent++) yield piece;
		}
		await expect(videoStore(directory).take(endless())).rejects.toMatchObject({
			reason: 'invalid',
			fields: { video: expect.stringMatching(/最多 50 MB/) }
		});
		expect(sent).toBeLessThanOrEqual(mostVideoBytes / 1024 / 1024);
		expect(readdirSync(directory)).toEqual(['incoming']);
		expect(readdirSync(join(directory, 'incoming'))).toEqual([]);
	});

	it.each([
		['a page in a video’s clothes', Buffer.from(`<html>${' '.repeat(100)}`), /不是 MP4/],
		[
			'what older iPhones do not play',
			Buffer.from(`\x1a\x45\xdf\xa3webm${' '.repeat(100)}`),
			/不是 MP4/
		],
		['nothing', Buffer.alloc(0), /请选择视频/],
		['a few bytes', mp4.subarray(0, 20), /坏的/]
	])('that is %s is refused', async (_, bytes, message) => {
		await expect(videoStore(folder()).take(pieces(bytes))).rejects.toThrow(message);
	});

	it('goes when no poster names it any more', async () => {
		const store = videoStore(folder());
		const name = await store.take(pieces(mp4));
		const slug = await posters.addPoster(db, editor, words(), monday);
		await posters.setVideo(db, editor, slug, name, monday);
		const prune = () => store.prune(Date.now() + 1000, (names) => videosNamed(db, names));
		expect(await prune()).toBe(0);
		await posters.setVideo(db, editor, slug, null, monday);
		expect(await prune()).toBe(1);
		expect(await store.about(name)).toBeNull();
	});

	it('has captions that are captions', async () => {
		const file = (text: string) => new File([text], 'x.vtt');
		const good = 'WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n你好\r\n';
		expect(await readCaptions(file(`\uFEFF${good}`))).toBe(good.replaceAll('\r\n', '\n'));
		await expect(readCaptions(file('1\n00:01,000 --> 00:02,000'))).rejects.toThrow(/WEBVTT/);
		await expect(readCaptions(file('WEBVTT\n\n'))).rejects.toThrow(/没有一条/);
	});
});

describe('a file in a form, as it arrives', () => {
	const body =
		'--B\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n' +
		'--B\r\nContent-Disposition: form-data; name="video"; filename="v.mp4"\r\n\r\nab\r\n--Bc\r\n--B--\r\n';
	const type = 'multipart/form-data; boundary=B';
	async function* inPieces(text: string, size: number) {
		for (let i = 0; i < text.length; i += size) yield Buffer.from(text.slice(i, i + size));
	}
	const read = async (text: string, size: number, contentType = type) => {
		const found: Buffer[] = [];
		for await (const piece of filePart(inPieces(text, size), contentType)) found.push(piece);
		return Buffer.concat(found).toString();
	};

	it.each([1, 2, 3, 7, 50, 1000])('is the same in pieces of %i bytes', async (size) => {
		// a mark is a whole line: what only begins like one is not looked at here
		expect(await read(body.replace('--Bc', '-Bc'), size)).toBe('ab\r\n-Bc');
	});

	it('that was cut off, or is not there, is refused', async () => {
		await expect(read(body.replace('--Bc', '').slice(0, -8), 5)).rejects.toThrow(/没有传完整/);
		await expect(read('--B--\r\n', 5)).rejects.toThrow(/请选择文件/);
		await expect(read(body, 5, 'text/plain')).rejects.toThrow(/请选择文件/);
	});
});

describe('pictures', () => {
	it('are not taken for strays, and what is drawn to be passed on has its size', async () => {
		const storage = diskStore(mkdtempSync(join(tmpdir(), 'tongxing-photos-')));
		const { sha256, jpeg } = await decodePhoto(await jpegPhoto(320, 240, 1));
		await storage.put(`${sha256}.jpg`, jpeg);
		const slug = await posters.addPoster(db, editor, words({ pictureAlt: '画' }), monday);
		await posters.setPicture(db, editor, slug, sha256, monday);
		expect(await picturesNamed(db, [sha256, 'c'.repeat(64)])).toEqual([sha256]);
		expect(await removeStrayPictures(db, storage, Date.now() + 1000)).toBe(0);

		const poster = { ...(await getPoster(db, slug)), theme: '节约粮食' };
		const where = { address: 'https://example.org/posters/x', town: '青禾县' };
		const shared = await sharePictureOf(storage, poster, where);
		const { width, height } = await decodePhoto(shared);
		expect([width, height]).toEqual([shareSize.width, shareSize.height]);
		expect(await sharePictureOf(storage, poster, where)).toBe(shared);
	});
});

describe('a site in the town', () => {
	const site = {
		name: '人民广场灯杆',
		kind: 'lamp_post',
		size: '',
		material: '',
		themeId: null,
		since: today,
		...inTown
	} as const;
	let unitId: number;

	beforeEach(async () => {
		db = await freshTown();
		editor = await account(db, 'editor');
		unitId = (await activeUnits(db)).at(-1)!.id;
	});
	const defectAt = async (lat: number) => {
		const { code } = await submitted(db, guest, {
			category: 'cityscape.psa_defect',
			lat,
			lng: inTown.lng
		});
		return suggestedUnit(db, await getReport(db, code));
	};

	it('answers for what is broken there, and for nothing a street further', async () => {
		const code = await addSite(db, editor, { ...site, unitId }, monday);
		expect(await defectAt(inTown.lat)).toMatchObject({
			unitId,
			rule: '公益广告点位登记：人民广场灯杆',
			gap: false
		});
		expect((await defectAt(inTown.lat + 0.002))?.rule).not.toContain('点位登记');
		await changeSite(db, editor, code, { ...site, unitId, active: false }, monday);
		expect((await defectAt(inTown.lat))?.rule).not.toContain('点位登记');
	});

	it('is as its last check found it, and counts for its street until it is broken', async () => {
		const covered = async () =>
			(await siteCoverage(db)).reduce((sum, street) => sum + street.covered, 0);
		expect(await covered()).toBe(0);
		const code = await addSite(db, editor, { ...site, unitId }, monday);
		const whole = await covered();
		expect(whole).toBeGreaterThan(100);
		await checkSite(db, editor, code, { condition: 'worn', note: '褪色' }, null, monday);
		expect(await covered()).toBe(whole);
		await checkSite(db, editor, code, { condition: 'damaged', note: '脱落' }, null, monday);
		expect(await covered()).toBe(0);
		const { id, condition } = await getSite(db, code);
		expect(condition).toBe('damaged');
		expect((await checksOf(db, id)).map(({ note }) => note)).toEqual(['脱落', '褪色']);
	});

	it('has a name of its own, and is the office’s to change', async () => {
		await addSite(db, editor, { ...site, unitId }, monday);
		await expect(addSite(db, editor, { ...site, unitId }, monday)).rejects.toMatchObject({
			fields: { name: '已经有同名的点位' }
		});
		const resident = await account(db, 'resident');
		await expect(
			addSite(db, resident, { ...site, name: '别处', unitId }, monday)
		).rejects.toMatchObject({ reason: 'forbidden' });
	});
});

import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';
import { siteKindNames, type SiteKind } from '../../src/lib/posters/sites';
import { addDays, dayMs, dayOf, hourMs } from '../../src/lib/time/shanghai';
import type { Db } from '../../src/lib/server/db';
import type { PhotoStore } from '../../src/lib/server/photos/store';
import { listPlaces } from '../../src/lib/server/places/lists';
import { activeUnits } from '../../src/lib/server/places/queries';
import { addPoster, setPicture, stepPoster } from '../../src/lib/server/posters/commands';
import { getPoster } from '../../src/lib/server/posters/queries';
import { countRead } from '../../src/lib/server/posters/reads';
import { addSite, checkSite } from '../../src/lib/server/posters/sites';
import { listThemes, plantThemes } from '../../src/lib/server/posters/themes';
import { plantQuestions } from '../../src/lib/server/quizzes/commands';
import { takePhotos } from '../../src/lib/server/reports/commands/take-photos';
import { chance, type Chance } from './chance';
import type { Cast } from './people';
import { posterTexts, type PosterText } from './poster-texts';

const fonts = join(
	dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
	'../fonts'
);
const font = {
	loadSystemFonts: false,
	fontFiles: [join(fonts, 'NotoSansHans-Bold.otf')],
	defaultFontFamily: 'Noto Sans S Chinese'
};
const [width, height] = [1200, 900];

/** Two months of posters that were shown, one of those to come, and where they hang in the town. */
export async function fillPosters(
	{ db, storage }: { db: Db; storage: PhotoStore },
	cast: Cast,
	{
		now,
		seed,
		posters = posterTexts.length,
		sites = 30
	}: {
		now: number;
		seed: number;
		posters?: number;
		sites?: number;
	}
): Promise<void> {
	const random = chance(seed + 11);
	await plantQuestions(db, now - 90 * dayMs);
	await plantThemes(db, now - 90 * dayMs);
	const every = 90 / posters;
	for (const [n, text] of posterTexts.slice(0, posters).entries()) {
		const fromDay = addDays(dayOf(now), Math.round(n * every) - 60);
		await onePoster(db, storage, cast, text, { n, fromDay, every, now, random });
	}
	await fillSites(db, cast, { now, random, sites });
}

type When = { n: number; fromDay: string; every: number; now: number; random: Chance };

async function onePoster(
	db: Db,
	storage: PhotoStore,
	{ editor, moderator }: Cast,
	{ theme, title, summary, body, colours, figure }: PosterText,
	{ n, fromDay, every, now, random }: When
) {
	const at = Math.min(now - hourMs, Date.parse(fromDay) - 3 * dayMs);
	const themeId = (await listThemes(db)).find(({ name }) => name === theme)!.id;
	// one in a while leaves a gap, so that the calendar has something to say
	const untilDay = addDays(fromDay, Math.ceil(every) + (n % 9 === 7 ? -2 : 3));
	const pictureAlt = `海报：${title}`;
	const form = { title, themeId, summary, body, pictureAlt, fromDay, untilDay };
	const slug = await addPoster(db, editor, form, at);
	const [picture] = await takePhotos(storage, [await drawn(title, colours, figure)]);
	await setPicture(db, editor, slug, picture!.original, at);
	// those of the last weeks to come still wait
	if (Date.parse(fromDay) > now + 21 * dayMs) return;
	await stepPoster(db, editor, slug, { action: 'submit', note: '' }, at);
	if (Date.parse(fromDay) > now + 14 * dayMs) return;
	await stepPoster(db, moderator, slug, { action: 'approve', note: '' }, at + hourMs);
	await readBy(db, slug, { fromDay, untilDay, now, random });
}

async function readBy(
	db: Db,
	slug: string,
	{
		fromDay,
		untilDay,
		now,
		random
	}: { fromDay: string; untilDay: string; now: number; random: Chance }
) {
	const { id } = await getPoster(db, slug);
	for (let day = fromDay; day <= untilDay && day <= dayOf(now); day = addDays(day, 1)) {
		const many = random.whole(1, 9);
		for (let reader = 0; reader < many; reader++) {
			await countRead(db, id, `reader ${reader}`, Math.min(now, Date.parse(day) + 4 * hourMs));
		}
	}
}

async function drawn(title: string, [back, front, ink]: PosterText['colours'], figure: string) {
	const size = Math.min(150, Math.floor(980 / [...title].length));
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${back}"/><stop offset="1" stop-color="${front}" stop-opacity="0.55"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="${back}"/>
<rect width="${width}" height="${height}" fill="url(#g)"/>
<g transform="translate(600 360)" fill="${front}" stroke="${ink}" stroke-width="14" stroke-linecap="round" stroke-linejoin="round">${figure}</g>
<rect y="660" width="${width}" height="240" fill="${ink}"/>
<text x="600" y="${780 + size * 0.36}" text-anchor="middle" font-family="Noto Sans S Chinese" font-weight="700" font-size="${size}" fill="#fff">${title}</text>
</svg>`;
	const { pixels } = await renderAsync(svg, { font });
	return sharp(pixels, { raw: { width, height, channels: 4 } })
		.removeAlpha()
		.jpeg({ quality: 88 })
		.toBuffer();
}

const sizes: Partial<Record<SiteKind, [size: string, material: string]>> = {
	wall: ['3 × 6 米', '手绘'],
	lamp_post: ['0.6 × 1.5 米', '铝板'],
	bus_stop: ['1.2 × 1.8 米', '灯箱'],
	screen: ['4 × 2 米', 'LED'],
	banner: ['0.7 × 6 米', '布'],
	roll_up: ['0.8 × 2 米', 'PVC']
};

async function fillSites(
	db: Db,
	{ editor }: Cast,
	{ now, random, sites }: { now: number; random: Chance; sites: number }
) {
	const [places, units, themes] = await Promise.all([
		listPlaces(db),
		activeUnits(db),
		listThemes(db)
	]);
	const answerable = units.filter(({ name }) => /街道|执法|市政|园林/.test(name));
	const labels: Record<SiteKind, string> = {
		wall: '围墙',
		lamp_post: '灯杆',
		bus_stop: '站台灯箱',
		screen: '电子屏',
		board: '宣传栏',
		hoarding: '围挡',
		sculpture: '小品',
		banner: '横幅',
		roll_up: '易拉宝'
	};
	for (let n = 0; n < sites; n++) {
		const place = places[n % places.length]!;
		const kind = siteKindNames[n % siteKindNames.length]!;
		const [size, material] = sizes[kind] ?? ['1.2 × 2.4 米', '喷绘'];
		const site = {
			name: `${place.name}${labels[kind]}${n >= places.length ? '二' : ''}`,
			kind,
			size,
			material,
			themeId: random.happens(0.7) ? random.one(themes).id : null,
			since: addDays(dayOf(now), -random.whole(20, 400)),
			unitId: random.one(answerable.length > 0 ? answerable : units).id,
			lat: Number((place.lat + (random.next() - 0.5) * 0.0008).toFixed(6)),
			lng: Number((place.lng + (random.next() - 0.5) * 0.0008).toFixed(6))
		};
		const code = await addSite(db, editor, site, now - 20 * dayMs);
		if (!random.happens(0.7)) continue;
		const found = random.happens(0.75)
			? ({ condition: 'good', note: '' } as const)
			: random.one([
					{ condition: 'worn', note: '画面褪色，左下角起泡' },
					{ condition: 'damaged', note: '右边半幅脱落' }
				] as const);
		await checkSite(db, editor, code, found, null, now - random.whole(1, 15) * dayMs);
	}
}

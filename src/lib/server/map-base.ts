import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';

/** The settings of the base map; the rest of the house reads them in config.ts. */
export const mapSettings = {
	MAP_BASE: {
		schema: v.picklist(['drawing', 'tianditu', 'pmtiles', 'tiles']),
		fallback: 'drawing',
		about:
			'底图：drawing 本地示意图、tianditu 天地图、pmtiles 本地的一个瓦片文件、tiles 别处的瓦片服务',
		mend: '只能是 drawing、tianditu、pmtiles 或 tiles'
	},
	TIANDITU_KEY: {
		schema: v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{0,64}$/)),
		fallback: '',
		about: '天地图的“浏览器端”密钥，在天地图官网申请；用天地图作底图时必填',
		mend: '请只填字母和数字'
	},
	MAP_TILES_FILE: {
		schema: v.pipe(v.string(), v.regex(/^.+\.pmtiles$/)),
		fallback: 'tiles.pmtiles',
		about: '瓦片文件（PMTiles，里面是 PNG、JPEG 或 WebP 图片）；相对路径从 DATA_DIR 算起',
		mend: '请填以 .pmtiles 结尾的文件路径'
	},
	MAP_TILES_URL: {
		schema: v.pipe(
			v.string(),
			v.regex(/^$|^https?:\/\/[A-Za-z0-9.:-]+\/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})[^\s'";,]+$/)
		),
		fallback: '',
		about: '瓦片服务的网址，其中 {z}、{x}、{y} 是级别、列和行',
		mend: '请填 https:// 开头、含有 {z}、{x} 和 {y} 的网址'
	},
	MAP_TILES_DATUM: {
		schema: v.picklist(['wgs84', 'gcj02']),
		fallback: 'wgs84',
		about: '瓦片服务用的坐标：wgs84（含 CGCS2000），或 gcj02（火星坐标）',
		mend: '只能是 wgs84 或 gcj02'
	}
} as const;

type MapConfig = {
	readonly DATA_DIR: string;
	readonly MAP_BASE: 'drawing' | 'tianditu' | 'pmtiles' | 'tiles';
	readonly TIANDITU_KEY: string;
	readonly MAP_TILES_FILE: string;
	readonly MAP_TILES_URL: string;
	readonly MAP_TILES_DATUM: 'wgs84' | 'gcj02';
};

/** What is missing for the base map that was chosen, a sentence for each. */
export function mapProblems(config: MapConfig): string[] {
	const { MAP_BASE: base } = config;
	if (base === 'tianditu' && !config.TIANDITU_KEY) {
		return ['底图选了天地图，却缺少设置 TIANDITU_KEY：请填在天地图官网申请的浏览器端密钥。'];
	}
	if (base === 'tiles' && !config.MAP_TILES_URL) {
		return ['底图选了瓦片服务，却缺少设置 MAP_TILES_URL：请填它的网址。'];
	}
	if (base === 'pmtiles' && !existsSync(tilesPath(config))) {
		return [`底图选了瓦片文件，却没有找到 ${tilesPath(config)}。`];
	}
	return [];
}

/** As the map on a page takes them: `hosts` fill `{s}`, `from` and `to` are levels. */
type Tiles = {
	urls: string[];
	hosts: string;
	from: number;
	to: number;
	datum: MapConfig['MAP_TILES_DATUM'];
};

const tiandituHosts = '01234567';

/**
 * What the browser is told of the tiles; null where the map is the town's own drawing. `own`: the
 * levels of the town's own tiles, null where they cannot be shown.
 */
export function tilesOf(config: MapConfig, own: Pick<Tiles, 'from' | 'to'> | null): Tiles | null {
	switch (config.MAP_BASE) {
		case 'drawing':
			return null;
		case 'tianditu':
			return {
				urls: ['vec', 'cva'].map((layer) => tianditu(layer, config.TIANDITU_KEY)),
				hosts: tiandituHosts,
				from: 1,
				to: 18,
				datum: 'wgs84'
			};
		case 'pmtiles':
			return (
				own && {
					from: own.from,
					to: own.to,
					urls: ['/api/map/tiles/{z}/{x}/{y}'],
					hosts: '',
					datum: 'wgs84'
				}
			);
		case 'tiles':
			return {
				urls: [config.MAP_TILES_URL],
				hosts: '',
				from: 0,
				to: 18,
				datum: config.MAP_TILES_DATUM
			};
	}
}

/** 天地图's WMTS in Web Mercator: `vec` the map, `cva` its names. */
const tianditu = (layer: string, key: string): string =>
	`https://t{s}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0` +
	`&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles` +
	`&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`;

/** The hosts from which a page may load the base map's pictures, and no others. */
export function tileHosts(config: MapConfig): string[] {
	if (config.MAP_BASE === 'tianditu') {
		return [...tiandituHosts].map((n) => `https://t${n}.tianditu.gov.cn`);
	}
	return config.MAP_BASE === 'tiles' ? [new URL(config.MAP_TILES_URL).origin] : [];
}

/** Where the file of the town's own tiles lies. */
export const tilesPath = ({ DATA_DIR, MAP_TILES_FILE }: MapConfig): string =>
	resolve(DATA_DIR, MAP_TILES_FILE);

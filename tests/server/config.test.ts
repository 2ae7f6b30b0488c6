import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	asksSecondFactor,
	ConfigProblem,
	readConfig,
	readSecrets,
	settings
} from '../../src/lib/server/config';

const production = {
	ORIGIN: 'https://wenming.example.gov.cn',
	TOWN_NAME: '青禾县',
	OPERATOR_NAME: '青禾县文明办',
	SMS_HOOK_URL: 'off'
};

function sentences(env: Record<string, string | undefined>): string[] {
	try {
		readConfig(env);
		return [];
	} catch (problem) {
		if (!(problem instanceof ConfigProblem)) throw problem;
		return problem.sentences;
	}
}

describe('production', () => {
	it('starts with what is required, and defaults for all else', () => {
		expect(readConfig(production)).toMatchObject({
			...production,
			APP_MODE: 'production',
			PORT: 3000,
			DATABASE_URL: 'file:data/tongxing.db'
		});
	});

	it.each(Object.keys(production))('without %s says so in one sentence', (name) => {
		expect(sentences({ ...production, [name]: undefined })).toEqual([
			expect.stringMatching(new RegExp(`^缺少设置 ${name}：[^。]+。$`))
		]);
		expect(sentences({ ...production, [name]: '' })).toHaveLength(1);
	});

	it('without anything says all of it at once', () => {
		expect(sentences({})).toHaveLength(Object.keys(production).length);
	});
});

describe('elsewhere', () => {
	it.each(['demo', 'development', 'test'])('%s needs nothing', (mode) => {
		expect(readConfig({ APP_MODE: mode })).toMatchObject({ APP_MODE: mode });
	});
});

describe('the second factor of staff', () => {
	it('is asked for in production, whatever is set', () => {
		for (const given of [undefined, '', 'on']) {
			const config = readConfig({ ...production, STAFF_SECOND_FACTOR: given });
			expect(asksSecondFactor(config)).toBe(true);
		}
		expect(asksSecondFactor(readConfig({ ...production, APP_MODE: 'production' }))).toBe(true);
	});

	it.each(['demo', 'development', 'test'])('is asked for in %s only where it is set', (mode) => {
		expect(asksSecondFactor(readConfig({ APP_MODE: mode }))).toBe(false);
		expect(asksSecondFactor(readConfig({ APP_MODE: mode, STAFF_SECOND_FACTOR: 'on' }))).toBe(true);
	});
});

describe('a setting that is wrong', () => {
	it.each([
		['APP_MODE', 'prod'],
		['PORT', '65536'],
		['PORT', 'http'],
		['PORT', '-1'],
		['DATABASE_URL', 'tongxing.db'],
		['ORIGIN', 'wenming.example.gov.cn'],
		['ORIGIN', 'https://wenming.example.gov.cn/'],
		['OFFICE_PHONE', '打电话'],
		['SMS_HOOK_URL', 'sms.example.cn'],
		['NOTICE_HOOK_URL', 'off'],
		['PUSH_HOSTS', 'https://push.example.org'],
		['VAPID_PUBLIC_KEY', 'abc'],
		['VAPID_PRIVATE_KEY', 'abc'],
		['SECRET_KEY', 'abc'],
		['SEAL_KEY', 'A'.repeat(64)],
		['LOG_LEVEL', 'loud'],
		['MAP_BASE', 'osm'],
		['TIANDITU_KEY', 'a b'],
		['MAP_TILES_URL', 'https://tiles.example.cn/{z}/{x}.png'],
		['MAP_TILES_URL', "https://tiles.example.cn; script-src '*'/{z}/{x}/{y}"],
		['MAP_TILES_DATUM', 'bd09'],
		['STAFF_SECOND_FACTOR', 'off'],
		['DATA_DIR', '']
	])('%s=%s is named in one sentence that says how to mend it', (name, value) => {
		const found = sentences({ ...production, [name]: value });
		expect(found).toHaveLength(1);
		expect(found[0]).toMatch(new RegExp(`^设置 ${name} 不对：.+。$`));
	});

	it.each([{ VAPID_PUBLIC_KEY: 'B'.repeat(87) }, { VAPID_PRIVATE_KEY: 'a'.repeat(43) }])(
		'half a pair of push keys is refused: %o',
		(half) => {
			expect(sentences({ ...production, ...half })).toEqual([expect.stringContaining('一起填')]);
		}
	);

	it.each([
		['tianditu', 'TIANDITU_KEY'],
		['tiles', 'MAP_TILES_URL'],
		['pmtiles', 'tiles']
	])('a base map of %s says in one sentence that %s is missing', (base, missing) => {
		expect(sentences({ ...production, DATA_DIR: '/nowhere', MAP_BASE: base })).toEqual([
			expect.stringMatching(new RegExp(`^底图[^。]+${missing}[^。]+。$`))
		]);
	});

	it('never shows a secret that was given', () => {
		const [sentence] = sentences({ ...production, SEAL_KEY: 'canary-secret' });
		expect(sentence).not.toContain('canary-secret');
	});
});

describe('every setting', () => {
	it.each(Object.entries(settings))('%s says what it is for', (_, { about }) => {
		expect(about).toMatch(/[一-鿿]{2}/);
	});
});

describe('the secrets', () => {
	let dir: string;
	beforeEach(() => {
		dir = mkdtempSync(join(tmpdir(), 'tongxing-secrets-'));
	});
	afterEach(() => rmSync(dir, { recursive: true, force: true }));
	const config = (given: Record<string, string> = {}) =>
		readConfig({ APP_MODE: 'test', DATA_DIR: join(dir, 'data'), ...given });

	it('are made on the first start, for the owner of the file alone', () => {
		const { secretKey, sealKey } = readSecrets(config());
		expect([secretKey.length, sealKey?.length]).toEqual([32, 32]);
		expect(secretKey.equals(sealKey!)).toBe(false);
		expect(statSync(join(dir, 'data', 'secrets.json')).mode & 0o777).toBe(0o600);
	});

	it('are the same on every later start', () => {
		const first = readSecrets(config());
		const file = readFileSync(join(dir, 'data', 'secrets.json'), 'utf8');
		expect(readSecrets(config())).toEqual(first);
		expect(readFileSync(join(dir, 'data', 'secrets.json'), 'utf8')).toBe(file);
	});

	it('that are given are taken, and not written down', () => {
		const [secret, sealKey] = ['ab'.repeat(32), 'cd'.repeat(32)];
		const vapid = { publicKey: 'B'.repeat(87), privateKey: 'a'.repeat(43) };
		const given = readSecrets(
			config({
				SECRET_KEY: secret,
				SEAL_KEY: sealKey,
				VAPID_PUBLIC_KEY: vapid.publicKey,
				VAPID_PRIVATE_KEY: vapid.privateKey
			})
		);
		expect([given.secretKey.toString('hex'), given.sealKey?.toString('hex')]).toEqual([
			secret,
			sealKey
		]);
		expect(given.vapid).toEqual(vapid);
		expect(() => statSync(join(dir, 'data', 'secrets.json'))).toThrow('ENOENT');
	});

	it('of which one is given are kept for the other, and for the day when it is given no more', () => {
		const kept = readSecrets(config());
		const mixed = readSecrets(config({ SECRET_KEY: 'ab'.repeat(32) }));
		expect(mixed.sealKey).toEqual(kept.sealKey);
		expect(readSecrets(config())).toEqual(kept);
	});

	it('keep the one made first when the other is made later', () => {
		const first = readSecrets(config({ SECRET_KEY: 'ab'.repeat(32) }));
		const second = readSecrets(config());
		expect(second.sealKey).toEqual(first.sealKey);
		expect(readSecrets(config())).toEqual(second);
	});

	it('of a town from before browser pushes gain the keys for them, and stay as they were', () => {
		const path = join(dir, 'data', 'secrets.json');
		const old = { SECRET_KEY: 'ab'.repeat(32), SEAL_KEY: 'cd'.repeat(32) };
		mkdirSync(join(dir, 'data'));
		writeFileSync(path, JSON.stringify(old), { mode: 0o600 });

		const { vapid } = readSecrets(config());
		expect(Buffer.from(vapid.publicKey, 'base64url')).toHaveLength(65);
		expect(Buffer.from(vapid.privateKey, 'base64url')).toHaveLength(32);
		expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(old);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(readSecrets(config()).vapid).toEqual(vapid);
	});

	it('that were made are never thrown away', () => {
		const first = readSecrets(config({ SEAL_KEY: 'cd'.repeat(32) }));
		readSecrets(config({ SECRET_KEY: 'ab'.repeat(32) }));
		expect(readSecrets(config()).secretKey).toEqual(first.secretKey);
	});
});

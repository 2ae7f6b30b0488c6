import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, say, script } from './lib/cli.js';
import { tool } from './lib/run.js';
import { ensureBuilt, ensureInstalled } from './setup.js';
import { serve, stopOnSignal } from './start.js';

const USAGE = `
Usage: npm run demo [-- --fresh]

Installs, builds, fills demo-data/ with the town 青禾县 and serves it.

  --fresh   throw the demo's data away and make it anew, dated to today
  PORT      port to listen on (3000)
  HOST      address to listen on (localhost)
`;

const DATA = join(ROOT, 'demo-data');
/** Written last: data without it is half made. */
const FILLED = join(DATA, '.filled');

const ACCOUNTS = [
	['admin', '系统管理员'],
	['security', '安全管理员'],
	['audit', '审计管理员'],
	['moderator', '值守员（文明办）'],
	['supervisor', '督导员'],
	['unit', '综合执法局'],
	['unit2', '环卫服务中心'],
	['checker', '核查员'],
	['resident', '居民'],
	['volunteer', '志愿者'],
	['lead', '队长'],
	['editor', '宣传编辑'],
	['enumerator', '访问员']
];

const OF_A_REAL_TOWN = [
	'DATABASE_URL',
	'DATABASE_AUTH_TOKEN',
	'ORIGIN',
	'SECRET_KEY',
	'SEAL_KEY',
	'STAFF_SECOND_FACTOR',
	'SMS_HOOK_URL',
	'SMS_HOOK_TOKEN',
	'NOTICE_HOOK_URL',
	'NOTICE_HOOK_TOKEN',
	'PUSH_HOSTS',
	'VAPID_PUBLIC_KEY',
	'VAPID_PRIVATE_KEY'
];

/** @param {NodeJS.ProcessEnv} env */
async function fill(env) {
	rmSync(DATA, { recursive: true, force: true });
	say('Filling the demo town 青禾县 (about a minute, once) …');
	const { code } = await tool('tsx', 'tsx', ['scripts/demo/seed.ts'], { env });
	if (code !== 0) throw new Error('The demo town could not be filled; see above.');
	writeFileSync(FILLED, '');
}

await script(import.meta.url, USAGE, async (args) => {
	await ensureInstalled();
	await ensureBuilt({ verbose: true });
	process.chdir(ROOT);
	// what is set for a real town must not reach the demo
	for (const name of OF_A_REAL_TOWN) delete process.env[name];
	Object.assign(process.env, { APP_MODE: 'demo', DATA_DIR: DATA, LOG_LEVEL: 'warn' });
	if (args.includes('--fresh') || !existsSync(FILLED)) await fill(process.env);

	const host = process.env.HOST || 'localhost';
	const { origin, close } = await serve({ host, port: Number(process.env.PORT || 3000) });
	say('');
	say(`文明同行 · 青禾县（演示）  ${origin}`);
	say('');
	for (const [name = '', label] of ACCOUNTS) say(`  ${name.padEnd(12)} ${label}`);
	say('  密码都是 demo-2026');
	stopOnSignal(close);
});

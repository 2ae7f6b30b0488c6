import { existsSync } from 'node:fs';
import { readConfig } from '../src/lib/server/config';
import { connect } from '../src/lib/server/db';
import { rotateKeys, underOldKeys } from '../src/lib/server/keys/rotate';
import { sealing } from '../src/lib/server/sealing';
import { beginRotation, endRotation } from '../src/lib/server/secrets';

const usage = `
Usage: npm run keys:rotate

Makes new keys for what is sealed (telephone numbers, names, second factors) and for the index that
numbers are found by, seals everything anew, and drops the old keys once nothing is left under them.
Stop the server first and start it again afterwards: it alone owns the database file, and it reads its
keys when it starts. Broken off anywhere, run it again and it goes on; the site also works in between.
Keep the old DATA_DIR/secrets.json with the backups that were made before: only it opens those.
Reads DATA_DIR, DATABASE_URL and, where they are given as settings, SECRET_KEY and SEAL_KEY.
`;

async function main(): Promise<void> {
	// the settings of a running town are not needed for it
	const config = readConfig({
		APP_MODE: 'test',
		...pick('DATA_DIR', 'DATABASE_URL', 'DATABASE_AUTH_TOKEN', 'SECRET_KEY', 'SEAL_KEY')
	});
	const file = config.DATABASE_URL.replace(/^file:/, '');
	if (config.DATABASE_URL.startsWith('file:') && !existsSync(file)) {
		throw new Error(`没有找到数据库 ${file}，请检查 DATA_DIR。`);
	}
	const { db, close } = connect(config.DATABASE_URL, config.DATABASE_AUTH_TOKEN || undefined);
	try {
		// only while the database is ours: two at once would each make keys
		const seal = sealing(beginRotation(config, Date.now()));
		const changed = await rotateKeys(db, seal, Date.now(), (many, column) =>
			process.stdout.write(`${column}：换了 ${many} 条\n`)
		);
		const left = Object.entries(await underOldKeys(db, seal)).filter(([, many]) => many > 0);
		if (left.length > 0) {
			const where = left.map(([column, many]) => `${column} ${many} 条`).join('、');
			throw new Error(`还有旧密钥封存的内容：${where}。旧密钥保留，请再运行一次。`);
		}
		endRotation(config);
		process.stdout.write(
			`已换成第 ${seal.newest} 号密钥，共 ${changed} 条；旧密钥已从密钥文件删除。\n`
		);
	} finally {
		close();
	}
	if (config.SEAL_KEY) {
		process.stdout.write(
			'设置 SEAL_KEY 已不再使用，可以去掉；今后密钥在 DATA_DIR/secrets.json 里。\n'
		);
	}
}

function pick(...names: string[]): Record<string, string | undefined> {
	return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

if (process.argv.includes('--help')) process.stdout.write(usage);
else {
	try {
		await main();
	} catch (problem) {
		process.stderr.write(`${problem instanceof Error ? problem.message : problem}\n`);
		process.exitCode = 1;
	}
}

import { existsSync } from 'node:fs';
import { verifyChain } from '../src/lib/server/audit/record';
import { readConfig } from '../src/lib/server/config';
import { connect } from '../src/lib/server/db';

const usage = `
Usage: npm run audit:verify

Walks the audit log of DATA_DIR from its beginning, and names the first line that does not follow
from the one before it. Stop the server first: it alone owns the database file. Exits with 1 when
the chain is broken.
`;

async function main(): Promise<number> {
	// the settings of a running town are not needed to read its log
	const config = readConfig({
		APP_MODE: 'test',
		...pick('DATA_DIR', 'DATABASE_URL', 'DATABASE_AUTH_TOKEN')
	});
	const file = config.DATABASE_URL.replace(/^file:/, '');
	if (config.DATABASE_URL.startsWith('file:') && !existsSync(file)) {
		process.stderr.write(`没有找到数据库 ${file}，请检查 DATA_DIR。\n`);
		return 1;
	}
	const connection = connect(config.DATABASE_URL, config.DATABASE_AUTH_TOKEN || undefined);
	const { checked, brokenAt } = await verifyChain(connection.db);
	connection.close();
	if (brokenAt === null) process.stdout.write(`审计链完整，共 ${checked} 条。\n`);
	else process.stdout.write(`审计链在第 ${brokenAt} 条断开；此前 ${checked} 条完整。\n`);
	return brokenAt === null ? 0 : 1;
}

function pick(...names: string[]): Record<string, string | undefined> {
	return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

if (process.argv.includes('--help')) process.stdout.write(usage);
else {
	try {
		process.exitCode = await main();
	} catch (problem) {
		process.stderr.write(`${problem instanceof Error ? problem.message : problem}\n`);
		process.exitCode = 1;
	}
}

import { existsSync } from 'node:fs';
import { theSystem } from '../src/lib/accounts/roles';
import { listStaff } from '../src/lib/server/accounts/people';
import { resetSecondFactor } from '../src/lib/server/accounts/second-factor';
import { readConfig } from '../src/lib/server/config';
import { connect } from '../src/lib/server/db';

const usage = `
Usage: npx tsx scripts/reset-second-factor.ts <user name>

For a system administrator who lost phone and recovery codes while no other can help: the next
sign-in sets the second factor up anew. It ends all sessions of that account and is written to the
audit log. Reads DATA_DIR. Stop the server first: it alone owns the database file.
`;

async function main(loginName: string): Promise<void> {
	// the settings of a running town are not needed for it
	const config = readConfig({
		APP_MODE: 'test',
		...pick('DATA_DIR', 'DATABASE_URL', 'DATABASE_AUTH_TOKEN')
	});
	const file = config.DATABASE_URL.replace(/^file:/, '');
	if (config.DATABASE_URL.startsWith('file:') && !existsSync(file)) {
		throw new Error(`没有找到数据库 ${file}，请检查 DATA_DIR。`);
	}
	const { db, close } = connect(config.DATABASE_URL, config.DATABASE_AUTH_TOKEN || undefined);
	try {
		const person = (await listStaff(db)).find((one) => one.loginName === loginName);
		if (!person) throw new Error(`没有用户名是“${loginName}”的工作人员。`);
		await resetSecondFactor(db, theSystem, { id: person.id }, Date.now());
	} finally {
		close();
	}
	process.stdout.write(`已重置“${loginName}”的两步验证，下次登录时重新设置。\n`);
}

function pick(...names: string[]): Record<string, string | undefined> {
	return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

const [loginName = ''] = process.argv.slice(2);
if (loginName === '' || loginName === '--help') process.stdout.write(usage);
else {
	try {
		await main(loginName);
	} catch (problem) {
		process.stderr.write(`${problem instanceof Error ? problem.message : problem}\n`);
		process.exitCode = 1;
	}
}

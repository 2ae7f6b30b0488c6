import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { createClient, type Client, type ResultSet } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import { localClient } from './local-client';

/** The live database, a transaction, or a test's own. */
export type Db = BaseSQLiteDatabase<'async', ResultSet, Record<string, never>>;

export type Connection = {
	db: LibSQLDatabase<Record<string, never>>;
	client: Client;
	close(): void;
};

/**
 * Opens the database that `url` names: `file:…` is owned by this process alone until `close()`;
 * `libsql://…`, `http(s)://…` is a libSQL server shared by several.
 * @throws Error in one sentence, naming the pid, when another process owns the file
 */
export function connect(url: string, authToken?: string): Connection {
	if (!url.startsWith('file:')) {
		const client = createClient({ url, authToken });
		return {
			db: drizzle(client, { casing: 'snake_case' }),
			client,
			close: () => client.close()
		};
	}

	const path = resolve(url.slice('file:'.length));
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	const ownerFile = `${path}.owner`;
	const client = openOwned(path, ownerFile);
	return {
		db: drizzle(client, { casing: 'snake_case' }),
		client,
		close() {
			client.close();
			rmSync(ownerFile, { force: true });
		}
	};
}

// The lock itself is SQLite's exclusive one, which the kernel drops however the process ends;
// the owner file only gives it a name.
function openOwned(path: string, ownerFile: string): Client {
	try {
		const client = localClient(path);
		chmodSync(path, 0o600);
		writeFileSync(ownerFile, String(process.pid), { mode: 0o600 });
		return client;
	} catch (error) {
		if (!isBusy(error)) throw error;
		const owner = existsSync(ownerFile) ? readFileSync(ownerFile, 'utf8') : '未知';
		throw new Error(`数据库 ${path} 正被另一个进程使用（pid ${owner}），请先停止它。`, {
			cause: error
		});
	}
}

function isBusy(error: unknown): boolean {
	return error instanceof Error && /locked|busy/i.test(error.message);
}

/** Brings the database to the newest migration in `folder`, all or nothing. */
export async function migrateDatabase({ db }: Connection, folder = 'drizzle'): Promise<void> {
	await migrate(db, { migrationsFolder: folder });
}

/** Whether `error` is a breach of a UNIQUE constraint, however deep drizzle wrapped it. */
export function isUniqueBreach(error: unknown): boolean {
	for (let e = error; e instanceof Error; e = e.cause) {
		if (/UNIQUE constraint failed|SQLITE_CONSTRAINT_UNIQUE/.test(e.message)) return true;
	}
	return false;
}

/** Resolves when the database answers. */
export async function answers(db: Db): Promise<void> {
	await db.run(sql`SELECT 1`);
}

import type {
	Client,
	InArgs,
	InStatement,
	InValue,
	ResultSet,
	Row,
	Transaction
} from '@libsql/client';
import Database from 'libsql';

type Statement = Database.Statement<InValue[][]>;

/** How long one transaction may keep all others waiting, milliseconds. */
const transactionLimit = 10_000;
const cachedStatements = 500;

/**
 * The interface of `@libsql/client` on one synchronous connection to a file: several times faster
 * than its pool, and with a queue, because a second writer of that pool freezes the event loop.
 * While a transaction is open everything else waits its turn; so inside one use its `tx` only.
 * @throws when another connection has the file
 */
export function localClient(path: string): Client {
	const database = new Database(path);
	try {
		// exclusive before WAL: then the file is ours alone and needs no shared memory beside it
		for (const pragma of [
			'locking_mode = EXCLUSIVE',
			'journal_mode = WAL',
			'synchronous = FULL',
			'foreign_keys = ON',
			'secure_delete = ON',
			'trusted_schema = OFF',
			'cache_size = -65536',
			'temp_store = MEMORY'
		]) {
			database.prepare(`PRAGMA ${pragma}`).all();
		}
		database.exec('BEGIN IMMEDIATE');
		database.exec('COMMIT');
	} catch (error) {
		database.close();
		throw error;
	}
	const statements = new Map<string, Statement>();
	const turns = new Turns();

	function prepare(sql: string): Statement {
		let statement = statements.get(sql);
		if (!statement) {
			if (statements.size >= cachedStatements) {
				const [oldest] = statements.keys();
				if (oldest !== undefined) statements.delete(oldest);
			}
			statement = database.prepare<InValue[][]>(sql);
			if (statement.reader) statement.raw(true);
			statements.set(sql, statement);
		}
		return statement;
	}

	function run(input: InStatement, args?: InArgs): ResultSet {
		const { sql, values } = readStatement(input, args);
		const statement = prepare(sql);
		if (statement.reader) {
			// .all() and never .run() for RETURNING, which would keep the write lock (libsql-js#237)
			return resultSet(statement.all(values) as Row[]);
		}
		const { changes, lastInsertRowid } = statement.run(values);
		return resultSet([], changes, BigInt(lastInsertRowid));
	}

	function atomically(stmts: Array<InStatement | [string, InArgs?]>): ResultSet[] {
		database.exec('BEGIN IMMEDIATE');
		try {
			const results = stmts.map((s) => (Array.isArray(s) ? run(s[0], s[1]) : run(s)));
			database.exec('COMMIT');
			return results;
		} catch (error) {
			if (database.inTransaction) database.exec('ROLLBACK');
			throw error;
		}
	}

	return {
		protocol: 'file',
		closed: false,
		async execute(input: InStatement | string, args?: InArgs) {
			return turns.busy ? turns.take(() => run(input, args)) : run(input, args);
		},
		async batch(stmts) {
			return turns.take(() => atomically(stmts));
		},
		async migrate(stmts) {
			return turns.take(() => {
				database.exec('PRAGMA foreign_keys = OFF');
				try {
					return atomically(stmts);
				} finally {
					database.exec('PRAGMA foreign_keys = ON');
				}
			});
		},
		async transaction() {
			await turns.begin();
			try {
				database.exec('BEGIN IMMEDIATE');
			} catch (error) {
				turns.end();
				throw error;
			}
			return localTransaction(database, run, turns);
		},
		async executeMultiple(sql) {
			await turns.take(() => database.exec(sql));
		},
		async sync() {
			return undefined;
		},
		reconnect() {},
		close() {
			if (!database.open) return;
			// statements that wait for the garbage collector keep the file locked after close();
			// an exclusive lock can only be given back outside WAL
			for (const pragma of ['journal_mode = DELETE', 'locking_mode = NORMAL', 'user_version']) {
				database.prepare(`PRAGMA ${pragma}`).all();
			}
			statements.clear();
			database.close();
		}
	};
}

function localTransaction(
	database: InstanceType<typeof Database>,
	run: (input: InStatement) => ResultSet,
	turns: Turns
): Transaction {
	let closed = false;
	function end(sql: 'COMMIT' | 'ROLLBACK') {
		if (closed) return;
		closed = true;
		clearTimeout(limit);
		try {
			if (database.inTransaction) database.exec(sql);
		} catch (error) {
			if (database.inTransaction) database.exec('ROLLBACK');
			throw error;
		} finally {
			turns.end();
		}
	}
	const limit = setTimeout(() => end('ROLLBACK'), transactionLimit);
	limit.unref();
	function open() {
		if (closed) throw new Error('The transaction is over: it was ended or took too long');
	}
	return {
		get closed() {
			return closed;
		},
		async execute(input) {
			open();
			return run(input);
		},
		async batch(stmts) {
			open();
			return stmts.map(run);
		},
		async executeMultiple(sql) {
			open();
			database.exec(sql);
		},
		async commit() {
			open();
			end('COMMIT');
		},
		async rollback() {
			end('ROLLBACK');
		},
		close() {
			end('ROLLBACK');
		}
	};
}

/** First come, first served. */
class Turns {
	busy = false;
	#waiting: Array<() => void> = [];

	async begin(): Promise<void> {
		if (this.busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
		this.busy = true;
	}

	end(): void {
		const next = this.#waiting.shift();
		if (next) next();
		else this.busy = false;
	}

	async take<T>(work: () => T): Promise<T> {
		await this.begin();
		try {
			return work();
		} finally {
			this.end();
		}
	}
}

function readStatement(input: InStatement, args: InArgs = []): { sql: string; values: InValue[] } {
	const { sql, args: given = [] } = typeof input === 'string' ? { sql: input, args } : input;
	if (!Array.isArray(given)) throw new TypeError('Give arguments by position');
	return { sql, values: given.map(bindable) };
}

function bindable(value: InValue): InValue {
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (value instanceof Date) return value.valueOf();
	if (value === undefined) return null;
	return value;
}

function resultSet(rows: Row[], rowsAffected = 0, lastInsertRowid?: bigint): ResultSet {
	return { rows, columns: [], columnTypes: [], rowsAffected, lastInsertRowid, toJSON: () => rows };
}

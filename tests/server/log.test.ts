import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/lib/server/log';
import { freshDatabase } from '../support/database';

describe('a failed query in the log', () => {
	it('says what the database said, and nothing of what was typed', async () => {
		const db = await freshDatabase();
		const canary = '金丝雀的电话 13900001234';
		const failure = await db
			.run(sql`INSERT INTO units (code, name, kind) VALUES (${canary}, ${canary}, NULL)`)
			.then(() => null)
			.catch((problem: unknown) => problem);
		const said = JSON.stringify(describeProblem(failure));
		expect(said).toContain('NOT NULL constraint failed: units.kind');
		expect(said).not.toContain('金丝雀');
		expect(said).not.toContain('13900001234');
	});
});

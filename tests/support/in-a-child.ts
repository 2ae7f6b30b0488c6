/** What the scripts have at hand that `server/database.test.ts` runs in processes of their own. */
export { sql } from 'drizzle-orm';
export { theSystem } from '../../src/lib/accounts/roles';
export { record } from '../../src/lib/server/audit/record';
export { connect } from '../../src/lib/server/db';

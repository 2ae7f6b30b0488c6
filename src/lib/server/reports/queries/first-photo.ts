import { sql } from 'drizzle-orm';

/**
 * For a list: the key of the first photo that came with the report, was not taken back, and was not
 * erased with its public copy.
 */
export const firstPhotoKey = sql<string | null>`(SELECT p.key FROM photos p
	WHERE p.report_id = reports.id AND p.stage = 'report' AND p.withdrawn_at IS NULL
	AND (p.original <> '' OR p.released IS NOT NULL)
	ORDER BY p.n LIMIT 1)`;

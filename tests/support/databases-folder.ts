import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	interface ProvidedContext {
		databases: string;
	}
}

/** A folder for the databases of one run; at its end the workers are gone without a word. */
export default function makeFolder({ provide }: TestProject) {
	const folder = mkdtempSync(join(tmpdir(), 'tongxing-databases-'));
	provide('databases', folder);
	return () => rmSync(folder, { recursive: true, force: true });
}

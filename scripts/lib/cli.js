import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {string} line */
export function say(line) {
	process.stdout.write(`${line}\n`);
}

/**
 * Runs a script's body when its file was started by name, and does nothing when it was imported.
 *
 * @param {string} url the script's `import.meta.url`
 * @param {string} usage what `--help` prints
 * @param {(args: string[]) => void | Promise<void>} body
 */
export async function script(url, usage, body) {
	if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(url)) return;
	const args = process.argv.slice(2);
	if (args.includes('--help') || args.includes('-h')) return say(usage.trim());
	try {
		await body(args);
	} catch (error) {
		process.stderr.write(`${explain(error)}\n`);
		process.exit(1);
	}
}

/**
 * A message that ends as a sentence was written for its reader; any other comes from a defect, and
 * the stack tells where.
 *
 * @param {unknown} error
 */
function explain(error) {
	if (!(error instanceof Error)) return String(error);
	return /[.。]$/.test(error.message) ? error.message : (error.stack ?? error.message);
}

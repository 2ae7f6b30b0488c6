import type { KeepShiftsMessage } from './field-pages';
import { tellWorker } from './tell-worker';

/** Asks that these pages are kept on the phone. */
export async function keepShifts(paths: string[]): Promise<void> {
	await tellWorker({ kind: 'keep shifts', paths } satisfies KeepShiftsMessage);
}

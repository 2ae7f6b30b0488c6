import type { KeepShiftsMessage } from './field-pages';

/** Asks that these pages are kept on the phone. Nothing where the browser has no service worker. */
export async function keepShifts(paths: string[]): Promise<void> {
	const message: KeepShiftsMessage = { kind: 'keep shifts', paths };
	const ready = await navigator.serviceWorker?.ready.catch(() => undefined);
	ready?.active?.postMessage(message);
}

import { drain } from './drain';
import { unsentCount } from './outbox';

let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends what waits, now; `eager` also what failed a moment ago. */
export async function sendNow(eager = true): Promise<void> {
	clearTimeout(timer);
	const ms = await drain(undefined, { eager });
	clearTimeout(timer);
	// a moment later than due, so that it is due then
	if (ms !== null) timer = setTimeout(() => void sendNow(false).catch(quiet), ms + 50);
}

/** Something waits: the browser is asked not to throw it away when it needs room. */
export async function askToKeep(): Promise<void> {
	await navigator.storage?.persist?.().catch(() => false);
}

type WithSync = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

/** Lets the browser send when the page is gone; Chromium alone can, and it may be switched off. */
export async function sendWhenGone(): Promise<void> {
	const registration = (await navigator.serviceWorker?.getRegistration().catch(() => undefined)) as
		WithSync | undefined;
	await registration?.sync?.register('outbox').catch(quiet);
}

const quiet = () => undefined;

/** Whenever there is reason to believe that sending works again. Returns how to stop. */
export function keepSending(): () => void {
	const again = () => {
		if (document.visibilityState === 'hidden') return;
		void unsentCount()
			.then((waiting) => (waiting > 0 ? sendNow() : undefined))
			.catch(quiet);
	};
	again();
	addEventListener('online', again);
	addEventListener('pageshow', again);
	document.addEventListener('visibilitychange', again);
	return () => {
		clearTimeout(timer);
		removeEventListener('online', again);
		removeEventListener('pageshow', again);
		document.removeEventListener('visibilitychange', again);
	};
}

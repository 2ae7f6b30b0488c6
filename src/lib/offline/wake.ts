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

/** The first item waits: the browser is asked to keep it, and to send it when the page is gone. */
export async function askToKeep(): Promise<void> {
	await navigator.storage?.persist?.().catch(() => false);
	await registerSync();
}

type WithSync = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

async function registerSync() {
	const registration = (await navigator.serviceWorker?.getRegistration().catch(() => undefined)) as
		WithSync | undefined;
	// Chromium alone has it; it may also be switched off
	await registration?.sync?.register('outbox').catch(quiet);
}

const quiet = () => undefined;

/** Whenever there is reason to believe that sending works again. Returns how to stop. */
export function keepSending(): () => void {
	const again = (eager: boolean) => () => {
		if (document.visibilityState === 'hidden') return;
		void unsentCount()
			.then((waiting) => (waiting > 0 ? sendNow(eager) : undefined))
			.catch(quiet);
	};
	const onOnline = again(true);
	const onShown = again(false);
	onShown();
	addEventListener('online', onOnline);
	addEventListener('pageshow', onShown);
	document.addEventListener('visibilitychange', onShown);
	return () => {
		clearTimeout(timer);
		removeEventListener('online', onOnline);
		removeEventListener('pageshow', onShown);
		document.removeEventListener('visibilitychange', onShown);
	};
}

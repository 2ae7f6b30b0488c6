/** Says something to the service worker. Nothing where the browser has none. */
export async function tellWorker(message: unknown): Promise<void> {
	const ready = await navigator.serviceWorker?.ready.catch(() => undefined);
	ready?.active?.postMessage(message);
}
